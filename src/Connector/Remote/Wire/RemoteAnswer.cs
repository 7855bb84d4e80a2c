using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Chameleon.Connector.Remote.Wire;

/// <summary>An answer that has begun. One reader, once.</summary>
/// <param name="endpoint">Whose it is.</param>
/// <param name="response">The answer; disposed with this.</param>
/// <param name="content">Its bytes; disposed with it.</param>
/// <param name="patience">How long its pieces may take; disposed with this.</param>
internal sealed class RemoteAnswer(RemoteEndpoint endpoint, HttpResponseMessage response, Stream content, Patience patience) : IDisposable
{
    private const string Events = "text/event-stream";
    private const string Json = "application/json";

    private readonly BoundedStream body = new(content, endpoint.Address, endpoint.Options);

    /// <summary>The answer as one JSON value.</summary>
    /// <exception cref="ChameleonRemoteException">It is none.</exception>
    public Task<JsonElement> ReadJsonAsync()
    {
        var type = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();
        return type is null or Json ? ReadWholeAsync() : throw RemoteThrow.WrongType(endpoint.Address, type, Json);
    }

    /// <summary>The pieces of a streamed answer; its whole when it came in one. Ends at [DONE].</summary>
    /// <exception cref="ChameleonRemoteException">From the enumeration: it cannot be read.</exception>
    public async IAsyncEnumerable<JsonElement?> ReadPiecesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var type = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();
        if (type == Json)
        {
            yield return await ReadWholeAsync().ConfigureAwait(false);
            yield break;
        }

        if (type is not (Events or null))
        {
            throw RemoteThrow.WrongType(endpoint.Address, type, Events);
        }

        var events = SseParser.Create(body, Parse).EnumerateAsync(patience.Token).GetAsyncEnumerator(cancellationToken);
        await using (events.ConfigureAwait(false))
        {
            for (var first = true; await NextAsync(events, first).ConfigureAwait(false); first = false)
            {
                body.NextPiece();
                patience.Pause();
                yield return events.Current.Data;
                if (events.Current.Data is null)
                {
                    yield break;
                }
            }
        }
    }

    public void Dispose()
    {
        response.Dispose();
        body.Dispose();
        patience.Dispose();
    }

    private JsonElement? Parse(string type, ReadOnlySpan<byte> data)
    {
        var text = data.Trim((byte)' ');
        if (text.SequenceEqual("[DONE]"u8))
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException exception)
        {
            throw RemoteThrow.Malformed(endpoint.Address, "a piece of it is not JSON", exception);
        }
    }

    private Task<bool> NextAsync(IAsyncEnumerator<SseItem<JsonElement?>> events, bool first)
    {
        if (!first)
        {
            patience.Begin(endpoint.Options.TokenTimeout);
        }

        return GuardedAsync(events.MoveNextAsync, first ? endpoint.Options.FirstTokenTimeout : endpoint.Options.TokenTimeout, first);
    }

    private async Task<JsonElement> ReadWholeAsync()
    {
        try
        {
            return await GuardedAsync(ParseAsync, endpoint.Options.FirstTokenTimeout, first: true).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw RemoteThrow.Malformed(endpoint.Address, "it is not JSON, or cut short", exception);
        }

        async ValueTask<JsonElement> ParseAsync()
        {
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: patience.Token).ConfigureAwait(false);
            return document.RootElement.Clone();
        }
    }

    private async Task<T> GuardedAsync<T>(Func<ValueTask<T>> read, TimeSpan limit, bool first)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (ChameleonRemoteException)
        {
            throw;
        }
        catch (Exception) when (patience.Token.IsCancellationRequested)
        {
            throw patience.IsOver
                ? RemoteThrow.TooSlow(endpoint.Address, first ? "nothing" : "nothing more", limit)
                : new OperationCanceledException(patience.Caller);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw RemoteThrow.BrokenOff(endpoint.Address, exception);
        }
    }
}
