/// The packaged functions under the Lambda host, driven from outside by the official SDKs.
@NullMarked
package dev.offpeak.cli.endtoend;

import org.jspecify.annotations.NullMarked;
