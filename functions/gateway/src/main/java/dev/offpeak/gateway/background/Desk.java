package dev.offpeak.gateway.background;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Background;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.gateway.dropin.Enveloped;
import dev.offpeak.gateway.http.HttpResponse;

/// Whose call it is, and in which words.
record Desk(TenantId tenant, Provider provider, Background form) {
    HttpResponse refused(String why) {
        return refused(400, why);
    }

    HttpResponse refused(int status, String why) {
        return Enveloped.error(provider, status, "invalid_request_error", why);
    }

    HttpResponse unknown(JobId job) {
        return Enveloped.error(provider, 404, "not_found_error", "there is no " + form.name(job));
    }
}
