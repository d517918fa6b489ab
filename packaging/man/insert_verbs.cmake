# Writes OUTPUT: PAGE with @verbs@ replaced by the content of VERBS.
cmake_minimum_required(VERSION 3.25)
file(READ ${VERBS} verbs)
configure_file(${PAGE} ${OUTPUT} @ONLY)
