package dev.offpeak.simulation;

import dev.offpeak.core.pricing.PriceList;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Dialect;

/// What differs between the two fake providers: how rows and answers are written, and what a batch is made from.
interface Format {
    Dialect dialect();

    PriceList prices();

    /// Whether lines are uploaded ahead and a batch carries a mark.
    boolean uploads();

    /// Whether failures lie in a file of their own.
    boolean parts();

    String batchId(int number);

    Body answer(String model, String words, boolean batch);

    String success(String customId, Body answer);

    String failure(String customId, int status, String code);

    String expired(String customId);

    String canceled(String customId);

    Body error(int status, String code);
}
