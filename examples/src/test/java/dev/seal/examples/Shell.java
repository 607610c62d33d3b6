package dev.seal.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The quickstart as it was run from a command line. */
record Shell(int exitCode, String out, String err) {

  static Shell quickstart(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = CommandRunner.commandLine(new Quickstart());
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int exitCode = line.execute(args);
    return new Shell(exitCode, out.toString(), err.toString());
  }
}
