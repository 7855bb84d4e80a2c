using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Chameleon.Web.Api;

/// <summary>
/// Server-sent events, written straight into the response's buffer. Nothing goes out, and the status can still change,
/// before the first flush. One thread at a time.
/// </summary>
/// <param name="context">The request.</param>
internal sealed class EventStream(HttpContext context) : IDisposable
{
    private readonly PipeWriter pipe = context.Response.BodyWriter;
    private readonly Utf8JsonWriter json = new(context.Response.BodyWriter, ApiJson.Plain);

    /// <summary>Says that events follow.</summary>
    public void Begin()
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";

        // Proxies that gather what they pass on would gather the whole answer.
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Begins an event whose data is one JSON value.</summary>
    /// <param name="name">The event's name; null: none.</param>
    /// <returns>Where the value goes.</returns>
    public Utf8JsonWriter BeginEvent(string? name = null)
    {
        if (name is not null)
        {
            Encoding.ASCII.GetBytes($"event: {name}\n", pipe);
        }

        pipe.Write("data: "u8);
        json.Reset(pipe);
        return json;
    }

    /// <summary>Ends it.</summary>
    public void EndEvent()
    {
        json.Flush();
        pipe.Write("\n\n"u8);
    }

    /// <summary>A line that clients pass over; it keeps the connection alive.</summary>
    public void Comment(string text) => Encoding.ASCII.GetBytes($": {text}\n\n", pipe);

    /// <summary>The event with which OpenAI's streams end.</summary>
    public void Done() => pipe.Write("data: [DONE]\n\n"u8);

    /// <summary>Sends what was written; waits for a reader who is slow.</summary>
    public ValueTask<FlushResult> FlushAsync() => pipe.FlushAsync(context.RequestAborted);

    /// <summary>Tells what went wrong, where the status can no longer.</summary>
    public void Fail(ApiException failure)
    {
        JsonSerializer.Serialize(BeginEvent(), new ApiErrorAnswer(failure.Error), ApiJson.Readable.ApiErrorAnswer);
        EndEvent();
    }

    /// <inheritdoc/>
    public void Dispose() => json.Dispose();
}
