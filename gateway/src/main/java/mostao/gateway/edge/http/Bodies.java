package mostao.gateway.edge.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.regex.Pattern;
import mostao.gateway.answer.ApiError;
import mostao.gateway.edge.limits.FairBudget;
import mostao.gateway.edge.limits.TransferSettings;
import mostao.gateway.intake.IntakeSettings;
import mostao.gateway.intake.ItemReader;

/**
 * Reads the bodies of requests, on the event loop, so that no thread waits for a slow client. A
 * body has a largest size, declared or counted; a deadline for its end, even if bytes trickle in;
 * and its bytes count from their arrival until the request is answered, for its client and in all.
 * An incomplete body may be given up for clients that hold less; a complete one is not.
 */
@Singleton
public class Bodies implements Handler<RoutingContext> {
  private static final String READ = Bodies.class.getName();
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final long mostBytes;
  private final Duration timeout;
  private final FairBudget budget;
  private final MeterRegistry meters;

  Bodies(IntakeSettings intake, TransferSettings settings, MeterRegistry meters) {
    this.mostBytes = intake.itemBytes();
    this.timeout = settings.bodyTimeout();
    this.budget = new FairBudget(settings.bodyBytes(), settings.addressBodyBytes());
    this.meters = meters;
    meters.gauge("mostao.http.body.bytes", budget, FairBudget::held);
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean hasBody = length != null || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    if (!hasBody || context.get(READ) != null) {
      context.next();
      return;
    }
    context.put(READ, true);
    if (length != null && declared(length) > mostBytes) {
      refuse(context, ItemReader.tooLarge(declared(length), mostBytes), "body_size");
      return;
    }
    if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      context.response().writeContinue();
    }
    new Reading(context).start();
  }

  /** The decoder has refused everything that is not a number. */
  private static long declared(String length) {
    return NUMBER.matcher(length).matches() ? Long.parseLong(length) : Long.MAX_VALUE;
  }

  private void refuse(RoutingContext context, ApiError refused, String kind) {
    meters.counter("mostao.limits.refused", "kind", kind).increment();
    Edge.end(context, refused);
  }

  /** One body on its way; everything here runs on its connection's event loop. */
  private final class Reading {
    private final RoutingContext context;
    private final String client;
    private final FairBudget.Claim claim;
    private Buffer body = Buffer.buffer();
    private long held;
    private long timer;
    private boolean over;

    Reading(RoutingContext context) {
      this.context = context;
      this.client = Edge.client(context);
      Context loop = context.vertx().getOrCreateContext();
      this.claim = budget.claim(client, () -> loop.runOnContext(now -> makeRoom()));
    }

    void start() {
      timer = context.vertx().setTimer(timeout.toMillis(), late -> tooSlow());
      // Also when the client goes away in the middle.
      context.addEndHandler(ended -> release());
      context
          .request()
          .handler(this::take)
          .exceptionHandler(failed -> release())
          .endHandler(ended -> done())
          .resume();
    }

    private void take(Buffer chunk) {
      if (over) {
        return;
      }
      if (held + chunk.length() > mostBytes) {
        stop(ItemReader.tooLarge(mostBytes), "body_size");
        return;
      }
      switch (claim.take(chunk.length())) {
        case TAKEN -> {
          held += chunk.length();
          body.appendBuffer(chunk);
        }
        case SHARE_IS_FULL ->
            stop(
                ApiError.tooMany(
                    "address "
                        + client
                        + " has "
                        + budget.each()
                        + " bytes of request bodies in flight, which is the limit; send them one"
                        + " after the other"),
                "body_bytes");
        case ALL_IS_FULL ->
            stop(
                ApiError.overloaded(
                    "the limit of request bodies in flight is reached; send it again"),
                "body_bytes");
        case GIVEN_UP -> makeRoom();
        default -> throw new IllegalStateException("unknown answer of the budget");
      }
    }

    private void makeRoom() {
      if (!over) {
        stop(
            ApiError.overloaded(
                "the limit of request bodies in flight is reached, and address "
                    + client
                    + " has most of them; send it again"),
            "body_bytes");
      }
    }

    private void done() {
      if (over) {
        return;
      }
      if (!claim.keep()) {
        makeRoom();
        return;
      }
      over = true;
      context.vertx().cancelTimer(timer);
      ((RoutingContextInternal) context).setBody(body);
      body = null;
      context.next();
    }

    private void tooSlow() {
      if (!over) {
        stop(
            ApiError.tooSlow(
                "the body was not complete after "
                    + timeout.toMillis()
                    + " ms; "
                    + held
                    + " bytes of it had arrived"),
            "body_timeout");
      }
    }

    private void stop(ApiError refused, String kind) {
      over = true;
      context.vertx().cancelTimer(timer);
      refuse(context, refused, kind);
      release();
    }

    private void release() {
      if (!over) {
        over = true;
        context.vertx().cancelTimer(timer);
      }
      // The connection may live on, and with it this object.
      body = null;
      claim.close();
    }
  }
}
