# The packages by CPack: one .deb for each component. Maintainer scripts are in debian/.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR Frontdesk)
set(CPACK_PACKAGE_CONTACT "Frontdesk authors <frontdesk@example.org>")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_SET_DESTDIR ON)  # /etc is outside the prefix
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
  WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/before_packing.cmake)
set(CPACK_COMPONENTS_ALL ${components})
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE https://frontdesk.example)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_VERSION ${PROJECT_VERSION})
set(exactly "(= ${PROJECT_VERSION})")

# For a package: its short line, the text below it, its section, and control fields by name.
macro(frontdesk_package component short long section)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${package_of_${component}})
  set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section})
  set(CPACK_DEBIAN_${upper}_DESCRIPTION "${short}\n${long}")
endmacro()

frontdesk_package(daemon "customer-service desk for your own machine"
  "Mail from customers becomes tickets that follow a written service procedure\nwith clocks. Personal data is hidden by default, and every act is in a log\nthat cannot be changed in silence. One daemon with its web pages and SQLite\ninside."
  web)
set(CPACK_DEBIAN_DAEMON_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DAEMON_PACKAGE_DEPENDS "tzdata, systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles")
set(CPACK_DEBIAN_DAEMON_PACKAGE_RECOMMENDS "ca-certificates, frontdesk-plugin-email ${exactly}")
set(CPACK_DEBIAN_DAEMON_PACKAGE_SUGGESTS "fail2ban, frontdesk-doc")
set(debian ${CMAKE_CURRENT_SOURCE_DIR}/debian)
set(CPACK_DEBIAN_DAEMON_PACKAGE_CONTROL_EXTRA ${debian}/postinst ${debian}/prerm ${debian}/postrm ${debian}/conffiles)

frontdesk_package(plugin_email "e-mail channel of the customer-service desk"
  "Reads a mailbox by IMAP or POP3 and answers by SMTP. Runs in a confined\nprocess of its own, once an administrator has approved its files."
  web)
set(CPACK_DEBIAN_PLUGIN_EMAIL_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PLUGIN_EMAIL_PACKAGE_DEPENDS "frontdesk ${exactly}, ca-certificates")
configure_file(debian/plugin-postinst ${made}/plugin/postinst COPYONLY)
set(CPACK_DEBIAN_PLUGIN_EMAIL_PACKAGE_CONTROL_EXTRA ${made}/plugin/postinst)

frontdesk_package(plugin_dev "writing channels for the customer-service desk"
  "Headers for C and C++, a CMake package, and a host in which unit tests of a\nchannel run."
  devel)
set(CPACK_DEBIAN_PLUGIN_DEV_PACKAGE_DEPENDS "libsimdjson-dev, libseccomp-dev")

frontdesk_package(doc "documents of the customer-service desk"
  "For administrators, and for who works on it: architecture, domain, service\nprocedure, security, channels, and the decisions behind them."
  doc)
set(CPACK_DEBIAN_DOC_PACKAGE_ARCHITECTURE all)

include(CPack)
