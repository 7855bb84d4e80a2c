using System.Text.Json;
using Chameleon.Web.Data.Chats;

namespace Chameleon.Web.Data.Exchange;

/// <summary>A document that was found good: everything in it may be stored as it is.</summary>
internal sealed class ImportPlan
{
    private readonly List<PlannedMessage> messages = [];
    private readonly HashSet<PictureHash> pictures = [];

    private ImportPlan(string title, string settingsJson, long? leaf)
    {
        Title = title;
        SettingsJson = settingsJson;
        Leaf = leaf;
    }

    public string Title { get; }

    public string SettingsJson { get; }

    /// <summary>Id in the document of the message that is shown last.</summary>
    public long? Leaf { get; }

    /// <summary>Parents before children.</summary>
    public IReadOnlyList<PlannedMessage> Messages => messages;

    /// <summary>The pictures that messages show.</summary>
    public IReadOnlyCollection<PictureHash> Pictures => pictures;

    /// <exception cref="InvalidDataException">Something in it is not stored; the message says what.</exception>
    public static ImportPlan For(ConversationDocument document)
    {
        Check(document.Format == ConversationDocument.FormatName, "It is no conversation that was exported here.");
        Check(
            document.Version == ConversationDocument.NewestVersion,
            $"It is of version {document.Version}, and version {ConversationDocument.NewestVersion} is read.");
        Check(document.Messages.Count <= ImportLimits.Messages, $"It has {document.Messages.Count} messages, and at most {ImportLimits.Messages} are read.");
        Check((document.Pictures?.Count ?? 0) <= ImportLimits.Pictures, $"It has more than {ImportLimits.Pictures} pictures.");
        try
        {
            var plan = new ImportPlan(DataLimits.CheckTitle(document.Title, "title"), Settings(document.Settings), document.Leaf);
            var known = new HashSet<long>();
            foreach (var message in document.Messages)
            {
                Check(message is not null, "A message is missing.");
                Check(message!.Parent is not { } parent || known.Contains(parent), $"Message {message.Id} follows one that does not come before it.");
                Check(known.Add(message.Id), $"Two messages are called {message.Id}.");
                plan.Add(message);
            }

            Check(document.Leaf is not { } leaf || known.Contains(leaf), "The message that is shown last is not among the others.");
            return plan;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw ImportThrow.Invalid(e is ArgumentException { ParamName: { } name } ? $"Its {name} cannot be stored." : e.Message, e);
        }
    }

    private static string Settings(JsonElement? settings) =>
        DataLimits.CheckSettings(settings is { ValueKind: not JsonValueKind.Null } given ? JsonSerializer.Serialize(given, ConversationDocument.Options) : null, "settings");

    private static void Check(bool condition, string reason)
    {
        if (!condition)
        {
            throw ImportThrow.Invalid(reason);
        }
    }

    private void Add(MessageDocument message)
    {
        var state = Names.State(message.State);
        messages.Add(new PlannedMessage(message.Id, message.Parent, new MessageRow
        {
            Role = Names.Role(message.Role),
            Parts = MessageParts.Tidy(message.Parts.Select(Part), "parts"),
            // Nobody goes on with it here.
            State = state == MessageState.Streaming ? MessageState.Stopped : state,
            Error = DataLimits.CheckLength(message.Error, DataLimits.Error, "error"),
            Answer = new NewAnswer(DataLimits.CheckLength(message.Model, DataLimits.Title, "model"), message.Seed, Settings(message.Settings)),
            Usage = message.Usage,
            Created = message.Created,
        }));
    }

    private MessagePart Part(PartDocument part)
    {
        switch (part)
        {
            case { Text: { } text, Picture: null }:
                return new TextPart(text);
            case { Text: null, Picture: { } name } when PictureHash.TryParse(name, out var hash):
                pictures.Add(hash);
                return new PicturePart(hash);
            default:
                throw ImportThrow.Invalid("A part of a message is neither a text nor the hash of a picture.");
        }
    }
}
