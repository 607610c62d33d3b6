/**
 * A page about an experiment: tables, charts, pictures of grids, examples in full and settings in
 * one HTML file that needs no network, no other file and no script. {@link dev.seal.report.Report}
 * is the entry point; {@link dev.seal.report.Table} can be printed in a terminal as well, and
 * {@link dev.seal.report.Chart} is an SVG picture of its own.
 */
@NullMarked
package dev.seal.report;

import org.jspecify.annotations.NullMarked;
