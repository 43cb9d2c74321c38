// SANEDriver
