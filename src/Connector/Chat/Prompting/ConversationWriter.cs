using System.Text;

namespace Chameleon.Connector;

/// <summary>
/// Joins messages to turns. Chameleon has no names for roles: turns alternate, the assistant's answer to what everybody
/// else said, and that alone tells who speaks. So messages of one side in a row are one turn, with a line break where text
/// meets text; and where a conversation begins with the assistant, an empty turn stands before it.
/// </summary>
internal sealed class ConversationWriter
{
    private readonly List<ConversationPart> parts = [];
    private readonly StringBuilder text = new();
    private bool isAssistants;
    private bool hasTurn;
    private bool isNewMessage;

    /// <summary>A message begins; nothing is written before its first piece.</summary>
    public void BeginMessage()
    {
        // What the assistant said at a stretch stays by itself, to be found again as it was generated.
        if (isAssistants)
        {
            CloseText();
        }

        isNewMessage = true;
    }

    /// <summary>What was written so far are instructions: they stay by themselves, and in place when old turns are forgotten.</summary>
    public void EndInstructions()
    {
        if (text.Length > 0)
        {
            parts.Add(new ConversationPart.Text(text.ToString(), IsAssistants: false, IsInstructions: parts.Count == 0));
            text.Clear();
        }
    }

    /// <summary>Text of the message; empty text is nothing.</summary>
    /// <param name="value">The text.</param>
    /// <param name="ofAssistant">Whose turn it belongs to.</param>
    public void Text(string value, bool ofAssistant)
    {
        if (value.Length == 0)
        {
            return;
        }

        Begin(ofAssistant, isText: true);
        text.Append(value);
    }

    /// <summary>A picture of the message.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="ofAssistant">Whose turn it belongs to.</param>
    public void Picture(PictureSource picture, bool ofAssistant)
    {
        Begin(ofAssistant, isText: false);
        CloseText();
        parts.Add(new ConversationPart.Picture(picture));
    }

    /// <summary>The conversation.</summary>
    /// <param name="isOpen">Whether a last turn of the assistant's stays open, for the answer to go on with it.</param>
    public IReadOnlyList<ConversationPart> Finish(bool isOpen)
    {
        CloseText();
        if (hasTurn && isAssistants)
        {
            if (isOpen)
            {
                return parts;
            }

            parts.Add(new ConversationPart.EndOfTurn());
        }

        parts.Add(new ConversationPart.EndOfTurn());
        return parts;
    }

    private void Begin(bool ofAssistant, bool isText)
    {
        if (hasTurn ? ofAssistant != isAssistants : ofAssistant)
        {
            CloseText();
            parts.Add(new ConversationPart.EndOfTurn());
        }
        else if (isNewMessage && isText && (text.Length > 0 || parts is [.., ConversationPart.Text]))
        {
            text.Append('\n');
            if (ofAssistant)
            {
                CloseText(ofAssistant: false);
            }
        }

        (hasTurn, isAssistants, isNewMessage) = (true, ofAssistant, false);
    }

    private void CloseText() => CloseText(isAssistants);

    private void CloseText(bool ofAssistant)
    {
        if (text.Length > 0)
        {
            parts.Add(new ConversationPart.Text(text.ToString(), ofAssistant));
            text.Clear();
        }
    }
}
