package dev.offpeak.local.template;

/// The template says something that cannot be played locally; the message names the resource and the property.
public final class TemplateException extends RuntimeException {

    TemplateException(String path, String problem) {
        super("template.yaml: " + path + ": " + problem);
    }
}
