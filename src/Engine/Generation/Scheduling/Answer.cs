using Chameleon.Engine.Generation.Drafting;
using Chameleon.Engine.Generation.Grammar.Masks;
using Chameleon.Engine.Generation.Modality;
using Chameleon.Engine.Generation.Sampling;
using Chameleon.Engine.Generation.Stopping;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>One answer of a request with all its state. Engine thread only.</summary>
internal sealed class Answer
{
    private SampleRandom random;

    /// <param name="request">Whose it is.</param>
    /// <param name="index">Which one, from 0.</param>
    /// <param name="machine">Its modality.</param>
    /// <param name="text">Its ids to text.</param>
    public Answer(GenerationRequest request, int index, ModalityMachine machine, ITextDecoder text)
    {
        (Request, Index, Machine, TextDecoder) = (request, index, machine, text);
        Stops = new StopMatcher(request.Stops);
        Grammar = request.Grammar?.Start();
        Lookup = request.DraftTokens > 0 ? new PromptLookup() : null;
        random = new SampleRandom(request.Seed, index);
    }

    /// <summary>Whose it is.</summary>
    public GenerationRequest Request { get; }

    /// <summary>Which of the request's answers, from 0.</summary>
    public int Index { get; }

    /// <summary>Text or picture.</summary>
    public ModalityMachine Machine { get; }

    /// <summary>Ids to text.</summary>
    public ITextDecoder TextDecoder { get; }

    /// <summary>Stop strings.</summary>
    public StopMatcher Stops { get; }

    /// <summary>Where it stands under its grammar; null without one.</summary>
    public GrammarMatcher? Grammar { get; }

    /// <summary>Guesses its next tokens; null where none are drafted.</summary>
    public PromptLookup? Lookup { get; }

    /// <summary>Its random numbers.</summary>
    public ref SampleRandom Random => ref random;

    /// <summary>Where it stands.</summary>
    public AnswerState State { get; private set; }

    /// <summary>The sequence of prompt and answer; null until it is first admitted.</summary>
    public Lane? Main { get; set; }

    /// <summary>The sequence of its pictures alone, while it draws with three-way guidance.</summary>
    public Lane? ImageOnly { get; set; }

    /// <summary>The sequence without prompt, while it draws with guidance.</summary>
    public Lane? Unconditioned { get; set; }

    /// <summary>How the picture at hand is guided.</summary>
    public PictureGuidance Guidance { get; set; }

    /// <summary>How likely its last token of text was; null where nobody asked.</summary>
    public TokenChoice? Choice { get; set; }

    /// <summary>The next token, where it is a code that the caller keeps.</summary>
    public int? NextKept => Request.KeptPicture is { } kept && Machine.IsPictureOpen ? kept[Machine.CodeCount] : null;

    /// <summary>Tokens made so far.</summary>
    public int Generated { get; set; }

    /// <summary>Of these, picture codes.</summary>
    public int PictureTokens { get; set; }

    /// <summary>Tokens that still fit.</summary>
    public int Room => Request.MaxNewTokens - Generated;

    /// <summary>When its first token was there.</summary>
    public long? FirstToken { get; set; }

    /// <summary>Ids of all its sequences still to be computed.</summary>
    public int Pending => Main!.Pending + (ImageOnly?.Pending ?? 0) + (Unconditioned?.Pending ?? 0);

    /// <summary>What the next pass computes of it.</summary>
    public PassShare Share { get; set; }

    /// <summary>Where the pass's logits of its main sequence are, those after drafted tokens following; −1 for nowhere.</summary>
    public int MainLogits { get; set; }

    /// <summary>The same for the sequence of its pictures.</summary>
    public int ImageOnlyLogits { get; set; }

    /// <summary>The same for the sequence without prompt.</summary>
    public int UnconditionedLogits { get; set; }

    /// <summary>Goes to another state.</summary>
    /// <exception cref="InvalidOperationException">That state may not follow.</exception>
    public void MoveTo(AnswerState next)
    {
        if (next == State)
        {
            return;
        }

        if (!next.MayFollow(State))
        {
            throw new InvalidOperationException($"An answer cannot go from {State} to {next}.");
        }

        State = next;
    }

    /// <summary>Gives up all keys and values, not the ids.</summary>
    public void ReleaseCache()
    {
        Main?.Release();
        ImageOnly?.Release();
        Unconditioned?.Release();
    }

    /// <summary>Ends the guidance of a picture.</summary>
    public void DropGuidance()
    {
        ImageOnly?.Release();
        Unconditioned?.Release();
        (ImageOnly, Unconditioned) = (null, null);
    }
}
