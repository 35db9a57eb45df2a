package dev.offpeak.gateway.runtime;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/// What the poll loop is given to answer through. The JDK's own connection could neither say in trailers that an answer
/// broke off, nor leave the loop alone when the other side has gone.
final class AnswerConnection extends HttpURLConnection {
    private final AnswerStream answer;

    AnswerConnection(URL url, AnswerStream answer) {
        super(url);
        this.answer = answer;
    }

    @Override
    public OutputStream getOutputStream() {
        return answer;
    }

    /// The loop reads this to its end when the invocation is over; there is nothing in it that it needs.
    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public void connect() {
        // the answer connects with its first byte
    }

    @Override
    public void disconnect() {
        answer.abandon();
    }

    @Override
    public boolean usingProxy() {
        return false;
    }
}
