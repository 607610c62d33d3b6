/** What the task packages share; not part of the API. */
@NullMarked
package dev.seal.tasks.internal;

import org.jspecify.annotations.NullMarked;
