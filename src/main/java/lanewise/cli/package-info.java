/// The commands: they parse arguments and call the rest.
package lanewise.cli;
