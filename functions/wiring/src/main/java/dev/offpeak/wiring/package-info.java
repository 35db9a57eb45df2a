/// What both deployables are put together from: settings, AWS clients, stores and providers. Beans are made when
/// first asked for, so a function pays at start only for what it uses.
@NullMarked
package dev.offpeak.wiring;

import org.jspecify.annotations.NullMarked;
