"""The command `sasurai`: sub-commands are loaded when they are called, so that `--help` is quick."""
