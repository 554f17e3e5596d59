# The states that are served, one a line. make onboard STATE=… ENV=… adds one; california = {} is a whole line.
states = {
  california = {}
  wyoming    = { color = "#492f24" }
}
