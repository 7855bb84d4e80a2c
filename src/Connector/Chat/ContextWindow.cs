namespace Chameleon.Connector;

/// <summary>
/// Which exchanges of a conversation the model still reads when the context cannot hold them all. Depends on nothing but
/// the conversation itself, so that every turn comes to the same choice as the turn before it.
/// </summary>
internal static class ContextWindow
{
    /// <summary>One question with its answer.</summary>
    /// <param name="Question">Tokens of the question.</param>
    /// <param name="Answer">Tokens of its answer; 0 for the question at hand.</param>
    public readonly record struct Exchange(int Question, int Answer);

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
}
