using Chameleon.Engine.Generation;

namespace Chameleon.Connector;

/// <summary>
/// Which exchanges of a conversation the model still reads when the context cannot hold them all. Depends on nothing but
/// the conversation itself, so that every turn comes to the same choice as the turn before it.
/// </summary>
internal static class ContextWindow
{
    private const int BeginOfSequence = 1;
    private const int AroundPicture = 2;

    /// <summary>One question with its answer.</summary>
    /// <param name="Start">Its first part.</param>
    /// <param name="Question">Tokens of the question.</param>
    /// <param name="Answer">Tokens of its answer; 0 for the question at hand.</param>
    public readonly record struct Exchange(int Start, int Question, int Answer);

    /// <summary>What of a conversation fits, its instructions and its last question in any case.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="parts">The same as the engine takes it.</param>
    /// <param name="codesPerPicture">Codes of a picture.</param>
    /// <param name="contextLimit">Tokens of prompt and answer together.</param>
    /// <param name="options">Tell how long the answer may get; where they do not, it has a quarter of the context.</param>
    /// <returns>The parts that stay, and the number of exchanges that do not.</returns>
    public static (IReadOnlyList<ConversationPart> Conversation, PromptPart[] Parts, int Forgotten) Fit(
        IReadOnlyList<ConversationPart> conversation, PromptPart[] parts, int codesPerPicture, int contextLimit, GenerationOptions options)
    {
        var head = conversation[0] is ConversationPart.Text { IsInstructions: true } ? 1 : 0;
        var answer = options.MaxNewTokens ?? (options.Mode == GenerationMode.Picture ? codesPerPicture : contextLimit / 4);
        var exchanges = Exchanges(parts, head, codesPerPicture);
        var room = contextLimit - BeginOfSequence - answer - parts[..head].Sum(part => Tokens(part, codesPerPicture));
        var first = FirstKept(exchanges, room);
        if (first == 0)
        {
            return (conversation, parts, 0);
        }

        var start = exchanges[first].Start;
        return ([.. conversation.Take(head), .. conversation.Skip(start)], [.. parts[..head], .. parts[start..]], first);
    }

    /// <summary>
    /// The first exchange that stays. Whenever a question does not fit, as many of the oldest go as leave half of the room
    /// free: dropping one each turn would change the beginning every time, and the cached prefix would never hold.
    /// </summary>
    /// <param name="exchanges">All exchanges, oldest first, the question at hand last; it always stays.</param>
    /// <param name="room">Tokens that exchanges may take.</param>
    public static int FirstKept(IReadOnlyList<Exchange> exchanges, int room)
    {
        var (first, total) = (0, 0L);
        for (var i = 0; i < exchanges.Count; i++)
        {
            total += exchanges[i].Question;
            if (total > room)
            {
                while (first < i && total > room / 2)
                {
                    total -= exchanges[first].Question + exchanges[first].Answer;
                    first++;
                }
            }

            total += exchanges[i].Answer;
        }

        return first;
    }

    /// <summary>Turns alternate: every second end of turn is an answer's.</summary>
    private static List<Exchange> Exchanges(PromptPart[] parts, int head, int codesPerPicture)
    {
        var exchanges = new List<Exchange>();
        var (start, isAnswer) = (head, false);
        Span<int> tokens = [0, 0];
        for (var i = head; i < parts.Length; i++)
        {
            tokens[isAnswer ? 1 : 0] += Tokens(parts[i], codesPerPicture);
            if (parts[i] is not PromptPart.EndOfTurn)
            {
                continue;
            }

            if (isAnswer)
            {
                exchanges.Add(new Exchange(start, tokens[0], tokens[1]));
                start = i + 1;
                tokens.Clear();
            }

            isAnswer = !isAnswer;
        }

        if (start < parts.Length)
        {
            exchanges.Add(new Exchange(start, tokens[0] + tokens[1], 0));
        }

        return exchanges;
    }

    private static int Tokens(PromptPart part, int codesPerPicture) => part switch
    {
        PromptPart.Ids ids => ids.Value.Count,
        PromptPart.Picture => codesPerPicture + AroundPicture,
        _ => 1,
    };
}
