using System.Text.Json;
using Chameleon.Web.Data.Chats;

namespace Chameleon.Web.Data.Exchange;

/// <summary>A message in an exported conversation.</summary>
internal sealed record MessageDocument
{
    public required long Id { get; init; }

    public long? Parent { get; init; }

    public required string Role { get; init; }

    public required string State { get; init; }

    public string? Error { get; init; }

    public string? Model { get; init; }

    public long? Seed { get; init; }

    public JsonElement? Settings { get; init; }

    public AnswerUsage? Usage { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required IReadOnlyList<PartDocument> Parts { get; init; }

    public static MessageDocument Of(StoredMessage message) => new()
    {
        Id = message.Id.Value,
        Parent = message.Parent?.Value,
        Role = Names.Of(message.Role),
        State = Names.Of(message.State),
        Error = message.Error,
        Model = message.Model,
        Seed = message.Seed,
        Settings = JsonElement.Parse(message.SettingsJson),
        Usage = message.Usage,
        Created = message.Created,
        Parts = [.. message.Parts.Select(PartDocument.Of)],
    };
}
