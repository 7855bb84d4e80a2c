using System.Runtime.CompilerServices;
using Chameleon.Connector;
using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Chameleon.Web.Data;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Studio;

/// <summary>What the studio does with pictures and their codes. Thread-safe.</summary>
/// <param name="host">Whose model sees and draws.</param>
/// <param name="pictures">Where pictures are.</param>
/// <param name="shown">Pictures that are shown and not kept.</param>
internal sealed class StudioDesk(ChameleonEngineHost host, PictureStore pictures, StudioPictures shown)
{
    private const int MostTokens = 200;
    private const int LikeliestTokens = 8;
    private const int Reports = 32;

    private readonly ConditionalWeakTable<ChameleonEngine, int[]> colours = [];

    /// <summary>A picture of the store, as the model sees it.</summary>
    /// <returns>Null when the user has no such picture.</returns>
    /// <exception cref="GenerationException">It cannot be encoded.</exception>
    /// <exception cref="ImageFormatException">The file is damaged.</exception>
    public async Task<CodeGrid?> SeeAsync(UserId user, PictureHash picture, CancellationToken cancellationToken)
    {
        if (await pictures.FindFileAsync(user, picture, cancellationToken) is not { } file)
        {
            return null;
        }

        var engine = await host.GetEngineAsync(cancellationToken);
        var bytes = await File.ReadAllBytesAsync(file.Path, cancellationToken);
        var pixels = await Task.Run(() => ImageDecoder.Decode(bytes, cancellationToken: cancellationToken), cancellationToken);
        var codes = await engine.EncodeAsync(pixels, cancellationToken);
        return Grid(engine, codes, await AddressAsync(user, engine, codes, cancellationToken));
    }

    /// <summary>Lets the model draw some codes anew, and keeps the picture that comes of it.</summary>
    /// <param name="user">Whose it will be.</param>
    /// <param name="before">The codes that there are.</param>
    /// <param name="marked">Places of the codes that are drawn anew.</param>
    /// <param name="prompt">What to draw.</param>
    /// <param name="seed">Same seed, same picture.</param>
    /// <param name="progress">Told how much is done, 0 to 1.</param>
    /// <param name="cancellationToken">Takes effect within a code.</param>
    /// <exception cref="GenerationException">It cannot be drawn.</exception>
    public async Task<CodeGrid> RedrawAsync(
        UserId user, CodeGrid before, IReadOnlySet<int> marked, string prompt, long seed, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var engine = await host.GetEngineAsync(cancellationToken);
        var options = new GenerationOptions
        {
            Mode = GenerationMode.Picture,
            Seed = seed,
            Picture = new PictureOptions
            {
                Kept = [.. before.Codes.Select((code, place) => marked.Contains(place) ? (int?)null : code)],
                ProgressEvery = Math.Max(1, before.Codes.Count / Reports),
            },
        };
        GenerationUpdate.Picture? drawn = null;
        await foreach (var update in engine.GenerateAsync([new PromptPart.Text(prompt), new PromptPart.EndOfTurn()], options, cancellationToken))
        {
            host.Meter.Saw(update);
            drawn ??= update as GenerationUpdate.Picture;
            if (update is GenerationUpdate.PictureProgress { Done: var done, Total: var total })
            {
                progress.Report((double)done / total);
            }
        }

        return drawn is null
            ? throw new InvalidOperationException("A drawing ended without its picture.")
            : await KeepAsync(user, engine, drawn, prompt, seed, cancellationToken);
    }

    /// <summary>Asks the model about a picture, and tells of each token what else it held likely.</summary>
    /// <param name="codes">The picture.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="cancellationToken">Takes effect within a token.</param>
    /// <exception cref="GenerationException">It cannot be answered.</exception>
    public async IAsyncEnumerable<StudioToken> AskAsync(
        IReadOnlyList<int> codes, string question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var engine = await host.GetEngineAsync(cancellationToken);
        PromptPart[] prompt = [new PromptPart.PictureCodes(codes), new PromptPart.Text(question), new PromptPart.EndOfTurn()];
        var options = new GenerationOptions { MaxNewTokens = MostTokens, TopProbabilities = LikeliestTokens };
        var room = engine.ContextLimit - engine.Check(prompt, options with { MaxNewTokens = null });
        await foreach (var update in engine.GenerateAsync(prompt, options with { MaxNewTokens = Math.Clamp(room, 1, MostTokens) }, cancellationToken))
        {
            host.Meter.Saw(update);
            foreach (var choice in (update as GenerationUpdate.Text)?.Choices ?? [])
            {
                yield return new StudioToken(
                    TextOf(choice.Chosen.Id), Chance(choice.Chosen), [.. choice.Likeliest.Select(other => (TextOf(other.Id), Chance(other)))]);
            }
        }

        string TextOf(int id) => engine.Tokenizer.Decode([id]);
    }

    private static float Chance(TokenProbability token) => MathF.Exp(token.LogProbability);

    private CodeGrid Grid(ChameleonEngine engine, IReadOnlyList<int> codes, string? address)
    {
        var all = colours.GetValue(engine, static engine => CodeColours.Of(engine.Codebook.Span, engine.Info.CodebookSize));
        return new CodeGrid(codes, [.. codes.Select(code => all[code])], address);
    }

    private async Task<string?> AddressAsync(UserId user, ChameleonEngine engine, int[] codes, CancellationToken cancellationToken)
    {
        try
        {
            return shown.Add(user, ImageEncoder.Png(await engine.DecodeAsync(codes, cancellationToken)));
        }
        catch (GenerationException exception) when (exception.Error == GenerationError.PicturesNotAllowed)
        {
            return null;
        }
    }

    private async Task<CodeGrid> KeepAsync(
        UserId user, ChameleonEngine engine, GenerationUpdate.Picture drawn, string prompt, long seed, CancellationToken cancellationToken)
    {
        var notes = new PictureNotes { Prompt = prompt, Seed = seed, Model = host.ModelId, Tokenizer = engine.Info.PictureFingerprint, Codes = drawn.Codes };
        var kept = await pictures.AddAsync(
            user,
            new NewPicture
            {
                File = notes.Write(drawn.Pixels),
                Width = drawn.Pixels.Width,
                Height = drawn.Pixels.Height,
                Origin = PictureOrigin.Drawn,
                Model = host.ModelId,
                Prompt = prompt,
                Seed = seed,
            },
            cancellationToken);
        return Grid(engine, drawn.Codes, Pictures.PictureAddress.Of(kept.Hash));
    }
}
