using Chameleon.Engine.Generation.Modality;
using Chameleon.Engine.Generation.Processors;
using Chameleon.Engine.Generation.Sampling;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>From the logits of an answer's sequences to its next token: guidance, masks, processors, draw.</summary>
internal sealed class TokenChooser(LogitsWorkspace workspace)
{
    private readonly Sampler sampler = new(workspace);
    private readonly TokenProbabilities probabilities = new(workspace);

    /// <summary>Chooses the next token. Changes the logits.</summary>
    /// <param name="answer">Whose.</param>
    /// <param name="full">Logits of its main sequence: [vocabulary].</param>
    /// <param name="imageOnly">Logits of its pictures' sequence; empty without three-way guidance.</param>
    /// <param name="unconditioned">Logits without prompt; empty without guidance.</param>
    /// <exception cref="GenerationException">No token can be chosen from these.</exception>
    public int Choose(
        Answer answer, Span<float> full, ReadOnlySpan<float> imageOnly, ReadOnlySpan<float> unconditioned)
    {
        var request = answer.Request;
        var drawing = answer.Machine.Current == Modality.Modality.Picture;
        var guidance = answer.Guidance;
        if (!imageOnly.IsEmpty)
        {
            Guidance.ThreeWay(full, imageOnly, unconditioned, guidance.TextScale, guidance.ImageScale);
        }
        else if (!unconditioned.IsEmpty)
        {
            Guidance.TwoWay(full, unconditioned, guidance.TextScale);
        }

        var allowed = answer.Machine.Allowed(answer.Room);
        allowed.Apply(full);
        if (drawing || request.Options.TopProbabilities is not { } told)
        {
            answer.Choice = null;
            return Choose(answer, full, allowed, drawing);
        }

        Sampler.Check(full);
        probabilities.Take(full);
        var id = Choose(answer, full, allowed, drawing);
        answer.Choice = probabilities.Choice(id, told);
        return id;
    }

    private int Choose(Answer answer, Span<float> full, TokenMask allowed, bool drawing)
    {
        var request = answer.Request;
        answer.Grammar?.Constrain(full, answer.Room);
        Sampler.Check(full);
        var untouched = answer.Grammar is null ? [] : workspace.Untouched(full);
        foreach (var processor in drawing ? request.PictureChain : request.TextChain)
        {
            processor.Process(answer.Main!.Tokens, request.Prompt.Count, full);
            if (answer.Grammar is not null && IsImpossible(full))
            {
                untouched.CopyTo(full);
                break;
            }
        }

        // The caller's own processors may have raised what was forbidden.
        allowed.Apply(full);
        if (answer.Grammar is { } grammar)
        {
            grammar.Constrain(full, answer.Room);
            if (IsImpossible(full))
            {
                untouched.CopyTo(full);
            }
        }

        var temperature = (drawing ? request.Options.Picture.Sampling : request.Options.Text).Temperature;
        return temperature == 0 ? Sampler.Greedy(full) : sampler.Draw(full, ref answer.Random);
    }

    private static bool IsImpossible(ReadOnlySpan<float> logits) => !logits.ContainsAnyExcept(float.NegativeInfinity);
}
