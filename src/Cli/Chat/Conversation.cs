using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Chat;

/// <summary>
/// What was said so far, as the model reads it: question, end of turn, answer, end of turn, next question … Pictures
/// stand in it by their codes, so no turn encodes them again.
/// </summary>
internal sealed class Conversation
{
    private readonly List<Turn> turns = [];

    /// <summary>One question with its answer.</summary>
    /// <param name="Question">Its parts, in order.</param>
    /// <param name="Answer">Its parts, in order.</param>
    internal sealed record Turn(IReadOnlyList<PromptPart> Question, IReadOnlyList<PromptPart> Answer);

    /// <summary>Everything said, oldest first.</summary>
    public IReadOnlyList<Turn> Turns => turns;

    /// <summary>The prompt for a question: all that was said, and the question with its end.</summary>
    public IReadOnlyList<PromptPart> Prompt(IReadOnlyList<PromptPart> question)
    {
        var prompt = new List<PromptPart>();
        foreach (var turn in turns)
        {
            prompt.AddRange(turn.Question);
            prompt.Add(new PromptPart.EndOfTurn());
            prompt.AddRange(turn.Answer);
            prompt.Add(new PromptPart.EndOfTurn());
        }

        prompt.AddRange(question);
        prompt.Add(new PromptPart.EndOfTurn());
        return prompt;
    }

    /// <summary>Adds a question and what was answered, be it only in part. A question without any answer was never asked.</summary>
    public void Add(IReadOnlyList<PromptPart> question, IReadOnlyList<PromptPart> answer)
    {
        if (answer.Count > 0)
        {
            turns.Add(new(question, answer));
        }
    }

    /// <summary>Forgets the last turn, if there is one.</summary>
    public void TakeBack()
    {
        if (turns.Count > 0)
        {
            turns.RemoveAt(turns.Count - 1);
        }
    }

    /// <summary>Forgets the oldest turn, when the context is full.</summary>
    /// <returns>Whether there was one.</returns>
    public bool ForgetOldest()
    {
        if (turns.Count == 0)
        {
            return false;
        }

        turns.RemoveAt(0);
        return true;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => turns.Clear();
}
