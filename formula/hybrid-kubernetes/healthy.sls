# Whether this server is as healthy as it is planned to be: the roll-out asks it after each stage, and ends where one is not.
hybrid-kubernetes-healthy:
  cmd.run:
    - name: /usr/local/sbin/hybrid-kubernetes-healthy --seconds 150
