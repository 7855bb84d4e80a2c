using System.Text;

namespace Chameleon.Engine.Generation;

/// <summary>Coalesces the updates of one answer.</summary>
internal sealed class AnswerBuilder(int answer)
{
    private readonly List<GenerationUpdate> parts = [];
    private readonly StringBuilder text = new();
    private readonly List<int> tokens = [];
    private GenerationUpdate.Finished? end;

    public void Add(GenerationUpdate update)
    {
        switch (update)
        {
            case GenerationUpdate.Text piece:
                text.Append(piece.Value);
                tokens.AddRange(piece.Tokens);
                break;
            case GenerationUpdate.Picture or GenerationUpdate.IncompletePicture:
                CloseText();
                parts.Add(update);
                break;
            case GenerationUpdate.Finished finished:
                CloseText();
                end = finished;
                break;
        }
    }

    public GeneratedAnswer Build() => end is null
        ? throw new InvalidOperationException($"The stream ended without the end of answer {answer}.")
        : new GeneratedAnswer(parts, end.Reason, end.Usage);

    private void CloseText()
    {
        if (tokens.Count > 0 || text.Length > 0)
        {
            parts.Add(new GenerationUpdate.Text(answer, text.ToString(), [.. tokens]));
        }

        text.Clear();
        tokens.Clear();
    }
}
