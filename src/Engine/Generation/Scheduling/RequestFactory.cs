using Chameleon.Engine.Generation.Grammar.Masks;
using Chameleon.Engine.Generation.Modality;
using Chameleon.Engine.Generation.Processors;
using Chameleon.Engine.Generation.Prompting;
using Chameleon.Engine.Generation.Stopping;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>
/// Checks what a caller wants and makes a request of it, on the caller's thread: whatever cannot be answered is refused
/// here, before anything is computed. Thread-safe.
/// </summary>
internal sealed class RequestFactory(
    ILoadedModel model,
    PromptFormat format,
    TokenMasks masks,
    LogitsWorkspace workspace,
    SchedulerLimits limits,
    int blockLimit,
    TimeProvider time)
{
    private readonly GrammarBindings grammars = new(model, masks.Ends);
    private readonly int codesPerPicture = model.Codec?.CodesPerPicture ?? 0;

    /// <summary>Checks a request, pictures unencoded.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="options">How to answer it.</param>
    /// <exception cref="GenerationException">It cannot be answered.</exception>
    public RequestPlan Plan(IReadOnlyList<PromptPart> prompt, GenerationOptions options)
    {
        OptionsValidation.Validate(options, model.Decoder.VocabularySize);
        CheckPictures(options);
        var draft = format.Draft(prompt, limits.Context);
        if (options.Mode == GenerationMode.Picture)
        {
            draft = WithOpening(draft);
        }

        var negative = NegativePrompt(options, draft);
        var maxNewTokens = MaxNewTokens(options, draft, negative.Length);
        return new RequestPlan(draft, negative, maxNewTokens, Bind(options, maxNewTokens), KeptPicture(options.Picture.Kept));
    }

    /// <summary>Checks and makes a request.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="options">How to answer it.</param>
    /// <param name="wake">Called when a slow reader has made room.</param>
    /// <param name="leftQueue">Called once when it no longer waits.</param>
    /// <param name="callers">Cancelled by the caller.</param>
    /// <param name="engines">Cancelled when the engine is disposed.</param>
    /// <exception cref="GenerationException">It cannot be answered.</exception>
    public GenerationRequest Create(
        IReadOnlyList<PromptPart> prompt,
        GenerationOptions options,
        Action wake,
        Action leftQueue,
        CancellationToken callers,
        CancellationToken engines)
    {
        var plan = Plan(prompt, options);
        return new GenerationRequest(callers, engines)
        {
            Options = options,
            Draft = plan.Draft,
            NegativePrompt = plan.NegativePrompt,
            MaxNewTokens = plan.MaxNewTokens,
            DraftTokens = options.DraftTokens ?? limits.DraftTokens,
            Grammar = plan.Grammar,
            Seed = options.Seed ?? Random.Shared.NextInt64(),
            TextChain = ProcessorChain.Create(options.Text, workspace, masks.Ends, options.LogitBias, options.Processors),
            PictureChain = ProcessorChain.Create(options.Picture.Sampling, workspace, masks.Ends, custom: options.Picture.Processors),
            KeptPicture = plan.KeptPicture,
            Stops = new StopAutomaton(options.StopStrings),
            Output = new UpdateBuffer(limits.BufferedUpdates, wake),
            Submitted = time.GetTimestamp(),
            LeftQueue = leftQueue,
        };
    }

    private void CheckPictures(GenerationOptions options)
    {
        if (options.Mode == GenerationMode.Text)
        {
            return;
        }

        if (model.Codec is not { CanDecode: true })
        {
            throw GenerationThrow.PicturesNotAllowed("The checkpoint carries no picture decoder; it can read pictures but not draw.");
        }

        if (!model.CanDraw && !options.Picture.AllowUntrained)
        {
            throw GenerationThrow.PicturesNotAllowed(
                "The checkpoint does not say that its picture rows are trained (image_generation: true in config.json); "
                + "Picture.AllowUntrained draws all the same.");
        }
    }

    private int?[]? KeptPicture(IReadOnlyList<int?>? kept)
    {
        if (kept is null)
        {
            return null;
        }

        if (kept.Count != codesPerPicture)
        {
            throw GenerationThrow.InvalidOption("The length of Picture.Kept", kept.Count, $"a picture has {codesPerPicture} codes");
        }

        return [.. kept.Select(code => code is { } known ? Token(known) : (int?)null)];
    }

    private int Token(int code) => code >= 0 && code < model.Pictures.Ids.Length
        ? model.Pictures.Ids[code]
        : throw GenerationThrow.InvalidOption("A code of Picture.Kept", code, $"codes go from 0 to {model.Pictures.Ids.Length - 1}");

    private GrammarBinding? Bind(GenerationOptions options, int maxNewTokens)
    {
        if (options.Grammar is not { } grammar)
        {
            return null;
        }

        var bound = grammars.Bind(grammar);
        return bound.TokensToEnd <= maxNewTokens
            ? bound
            : throw GenerationThrow.InvalidOption(
                options.MaxNewTokens is null ? "The room for the answer" : "MaxNewTokens",
                maxNewTokens,
                $"the shortest answer that fits the grammar may take {bound.TokensToEnd} tokens");
    }

    private PromptDraft WithOpening(PromptDraft draft)
    {
        var opening = model.Pictures.BeginOfImage;
        return draft.Segments[^1].Ids is [.., var last] && last == opening
            ? draft
            : draft with
            {
                Segments = [.. draft.Segments, new PromptSegment([opening], null)],
                TokenCount = draft.TokenCount + 1,
            };
    }

    /// <summary>The negative prompt ends as the prompt does: with the end of a turn or without.</summary>
    private int[] NegativePrompt(GenerationOptions options, PromptDraft draft)
    {
        if (options.Mode == GenerationMode.Text || string.IsNullOrEmpty(options.Picture.NegativePrompt))
        {
            return [];
        }

        var endOfTurn = model.Special.EndOfTurn;
        var closed = draft.Segments.Any(segment => segment.Ids is [var only] && only == endOfTurn);
        int[] text = model.Tokenizer.Encode(options.Picture.NegativePrompt);
        return closed ? [.. text, endOfTurn] : text;
    }

    private int MaxNewTokens(GenerationOptions options, PromptDraft draft, int negativeTokens)
    {
        var (mode, prompt, room) = (options.Mode, draft.TokenCount, limits.Context - draft.TokenCount);
        if (mode == GenerationMode.Picture && room < codesPerPicture)
        {
            throw GenerationThrow.NoRoomForPicture(prompt, codesPerPicture, limits.Context);
        }

        if (mode != GenerationMode.Text && negativeTokens + 2 + codesPerPicture > limits.Context)
        {
            throw GenerationThrow.NoRoomForPicture(negativeTokens + 2, codesPerPicture, limits.Context);
        }

        if (options.MaxNewTokens > room)
        {
            throw GenerationThrow.InvalidOption(
                "MaxNewTokens",
                options.MaxNewTokens,
                $"the prompt has {prompt} tokens and the context holds {limits.Context}, so it must be at most {room}");
        }

        var wanted = Math.Min(options.MaxNewTokens ?? int.MaxValue, mode == GenerationMode.Picture ? codesPerPicture : room);
        return FitCache(wanted, options, draft, negativeTokens);
    }

    /// <summary>One answer alone must fit into the cache, or it could never end.</summary>
    private int FitCache(int wanted, GenerationOptions options, PromptDraft draft, int negativeTokens)
    {
        var layout = model.Decoder.KvLayout;
        var sequences = Sequences(options);
        var longest = (long)blockLimit / sequences * layout.BlockTokens;
        var mustFit = options.MaxNewTokens is null && options.Mode != GenerationMode.Picture ? 1 : wanted;
        var prompt = Math.Max(draft.TokenCount, negativeTokens + 2);
        if (prompt + mustFit > longest)
        {
            throw GenerationThrow.OutOfCache(
                (long)sequences * layout.BlocksFor(prompt + mustFit) * layout.BlockBytes, blockLimit * layout.BlockBytes);
        }

        return (int)Math.Min(wanted, longest - prompt);
    }

    /// <summary>Most sequences that an answer decodes at once.</summary>
    private static int Sequences(GenerationOptions options)
    {
        var (text, image) = (options.Picture.TextGuidanceScale, options.Picture.ImageGuidanceScale);
        if (options.Mode == GenerationMode.Text || (text == 1 && image == 1))
        {
            return 1;
        }

        return text == image ? 2 : 3;
    }
}
