package dev.offpeak.local.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The event API Gateway's REST API sends to a Lambda proxy integration (payload format 1.0).
final class ProxyEvent {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String STAGE = "live";

    /// What the template's `BinaryMediaTypes` name: it takes up a third more of an event, and so a smaller request
    /// fits.
    private static final String BINARY = "multipart/form-data";

    private ProxyEvent() {}

    /// @param resource the route's path, such as `/{proxy+}`
    static byte[] of(Received request, String resource, Instant now) throws JsonProcessingException {
        ObjectNode event = JSON.createObjectNode();
        String path = request.uri().getPath();
        event.put("resource", resource);
        event.put("path", path);
        event.put("httpMethod", request.method());
        putAll(event, "headers", "multiValueHeaders", request.headers());
        Map<String, List<String>> query = query(request.uri());
        if (query.isEmpty()) {
            event.putNull("queryStringParameters").putNull("multiValueQueryStringParameters");
        } else {
            putAll(event, "queryStringParameters", "multiValueQueryStringParameters", query);
        }
        if (resource.endsWith("/{proxy+}")) {
            int prefix = resource.length() - "{proxy+}".length();
            event.putObject("pathParameters").put("proxy", path.substring(Math.min(prefix, path.length())));
        } else {
            event.putNull("pathParameters");
        }
        event.putNull("stageVariables");
        event.set("requestContext", context(request, resource, now));
        putBody(event, request);
        return JSON.writeValueAsBytes(event);
    }

    /// A request as it came in, its header names in the usual capitals.
    record Received(String method, URI uri, Map<String, List<String>> headers, byte[] body, String sourceIp) {}

    private static ObjectNode context(Received request, String resource, Instant now) {
        ObjectNode context = JSON.createObjectNode();
        context.put("accountId", "000000000000");
        context.put("apiId", "local");
        context.put("requestId", UUID.randomUUID().toString());
        context.put("stage", STAGE);
        context.put("resourceId", "local");
        context.put("resourcePath", resource);
        context.put("httpMethod", request.method());
        // as behind a domain of one's own: the stage is no part of the URL
        context.put("path", request.uri().getPath());
        context.put("protocol", "HTTP/1.1");
        context.put("requestTimeEpoch", now.toEpochMilli());
        context.put("domainName", first(request, "Host", "localhost"));
        context.putObject("identity")
                .put("sourceIp", request.sourceIp())
                .put("userAgent", first(request, "User-Agent", ""));
        return context;
    }

    private static String first(Received request, String header, String fallback) {
        return request.headers().getOrDefault(header, List.of(fallback)).getFirst();
    }

    // The plain map holds the last of several values, the other one all of them.
    private static void putAll(ObjectNode event, String single, String multi, Map<String, List<String>> values) {
        ObjectNode last = event.putObject(single);
        ObjectNode all = event.putObject(multi);
        values.forEach((name, each) -> {
            last.put(name, each.getLast());
            var array = all.putArray(name);
            each.forEach(array::add);
        });
    }

    private static Map<String, List<String>> query(URI uri) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        String raw = uri.getRawQuery();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                parameters.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
            }
        }
        return parameters;
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    private static void putBody(ObjectNode event, Received request) {
        byte[] body = request.body();
        event.put("isBase64Encoded", false);
        if (body.length == 0) {
            event.putNull("body");
            return;
        }
        if (first(request, "Content-Type", "").startsWith(BINARY)) {
            putBinary(event, body);
            return;
        }
        try {
            event.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body))
                            .toString());
        } catch (CharacterCodingException binary) {
            putBinary(event, body);
        }
    }

    private static void putBinary(ObjectNode event, byte[] body) {
        event.put("body", Base64.getEncoder().encodeToString(body)).put("isBase64Encoded", true);
    }
}
