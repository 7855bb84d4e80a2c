using System.Text.Json;
using Chameleon.Connector.Remote.Wire;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Remote.Answers;

/// <summary>
/// Reads the pieces of one answer into updates; the whole of an answer is read as one piece. Pictures are understood in
/// each of the forms that servers have: an <c>images</c> list beside the content, parts of the content, and data URIs in
/// markdown. One thread at a time.
/// </summary>
/// <param name="endpoint">Who answers.</param>
/// <param name="modelId">Which model was asked for.</param>
/// <param name="now">When the answer began.</param>
internal sealed class AnswerReader(RemoteEndpoint endpoint, string modelId, DateTimeOffset now)
{
    private readonly PictureParts pictures = new(endpoint);
    private readonly CallParts calls = new();
    private readonly string ownId = Guid.NewGuid().ToString("N");
    private string? id;
    private string? model;
    private DateTimeOffset? createdAt;
    private ChatFinishReason? finish;
    private UsageDetails? usage;

    /// <summary>The update of a piece; null when it says nothing of its own.</summary>
    /// <exception cref="ChameleonRemoteException">It is an error, or cannot be read.</exception>
    public ChatResponseUpdate? Read(JsonElement piece)
    {
        try
        {
            return ReadPiece(piece);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw RemoteThrow.Malformed(endpoint.Address, "it is JSON of another shape", exception);
        }
    }

    /// <summary>The last update: calls, the end and the usage.</summary>
    /// <param name="done">Whether the server said that it was done.</param>
    /// <exception cref="ChameleonRemoteException">The answer ended in the middle.</exception>
    public ChatResponseUpdate Finish(bool done)
    {
        if (finish is null && !done)
        {
            throw RemoteThrow.BrokenOff(endpoint.Address);
        }

        List<AIContent> contents = [];
        pictures.Finish(contents);
        if (calls.Finish(contents) && (finish is null || finish == ChatFinishReason.Stop))
        {
            // A call that was demanded by name ends with "stop" on some servers.
            finish = ChatFinishReason.ToolCalls;
        }

        if (usage is not null)
        {
            contents.Add(new UsageContent(usage));
        }

        var update = Update(contents, raw: null);
        update.FinishReason = finish;
        return update;
    }

    private ChatResponseUpdate? ReadPiece(JsonElement piece)
    {
        if (piece.ValueKind != JsonValueKind.Object)
        {
            throw RemoteThrow.Malformed(endpoint.Address, "a piece of it is not an object");
        }

        if (piece.Has("error") is { } error)
        {
            throw RemoteThrow.InAnswer(endpoint.Address, endpoint.Words.Of(error));
        }

        id ??= piece.Text("id");
        model ??= piece.Text("model");
        createdAt ??= piece.Number("created") is { } seconds and >= 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        usage = piece.Has("usage") is { } counts ? UsageReader.Read(counts) : usage;
        List<AIContent> contents = [];
        if (Choice(piece) is { } choice)
        {
            finish = choice.Text("finish_reason") is { } reason ? FinishReason(reason) : finish;
            if ((choice.Has("delta") ?? choice.Has("message")) is { } said)
            {
                ReadSaid(said, contents);
            }
        }

        return contents.Count > 0 ? Update(contents, piece) : null;
    }

    private static JsonElement? Choice(JsonElement piece)
    {
        if (piece.Has("choices") is { } choices)
        {
            foreach (var choice in choices.EnumerateArray())
            {
                if ((choice.Number("index") ?? 0) == 0)
                {
                    return choice;
                }
            }
        }

        return null;
    }

    private void ReadSaid(JsonElement said, List<AIContent> contents)
    {
        if ((said.Text("reasoning_content") ?? said.Text("reasoning")) is { Length: > 0 } thought)
        {
            contents.Add(new TextReasoningContent(thought));
        }

        switch (said.Has("content"))
        {
            case { ValueKind: JsonValueKind.String } text:
                pictures.AddText(text.GetString()!, contents);
                break;
            case { ValueKind: JsonValueKind.Array } parts:
                foreach (var part in parts.EnumerateArray())
                {
                    pictures.AddPart(part, contents);
                }

                break;
        }

        foreach (var picture in said.Has("images")?.EnumerateArray() ?? default)
        {
            pictures.AddPart(picture, contents);
        }

        if (said.Text("refusal") is { Length: > 0 } refusal)
        {
            contents.Add(new ErrorContent(refusal) { ErrorCode = "Refusal" });
        }

        if (said.Has("tool_calls") is { } called)
        {
            calls.Add(called);
        }
    }

    private static ChatFinishReason FinishReason(string reason) => reason switch
    {
        "stop" => ChatFinishReason.Stop,
        "length" => ChatFinishReason.Length,
        "tool_calls" or "function_call" => ChatFinishReason.ToolCalls,
        "content_filter" => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason(reason),
    };

    private ChatResponseUpdate Update(IList<AIContent> contents, JsonElement? raw) => new(ChatRole.Assistant, contents)
    {
        // The protocol has one id for the answer and its one message.
        ResponseId = id ?? ownId,
        MessageId = id ?? ownId,
        ModelId = model ?? modelId,
        CreatedAt = createdAt ?? now,
        RawRepresentation = raw,
    };
}
