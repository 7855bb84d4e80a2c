using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// Eyes and a brush for other agents' models: functions that look at pictures and draw them. The methods are for
/// programs; <see cref="Functions"/> are the same for models. All members are thread-safe; the clients are not disposed.
/// </summary>
public sealed class ChameleonPlugin
{
    /// <summary>Most characters of a question.</summary>
    public const int MaxQuestionLength = 4_000;

    /// <summary>Most characters of a drawing prompt, and of what the picture shall not be.</summary>
    public const int MaxPromptLength = 4_000;

    /// <summary>Most pictures that are looked at together.</summary>
    public const int MaxPictures = 8;

    /// <summary>Most pictures that one call draws.</summary>
    public const int MaxDrawings = 4;

    private const string PictureHint = $"a reference such as {PictureStore.UriPrefix}…, a data: URI, or the picture file in base64 (JPEG, PNG, WebP, GIF, TIFF or AVIF)";

    private readonly IChatClient eyes;
    private readonly IImageGenerator? brush;
    private readonly ChatOptions answering;
    private readonly ImageGenerationOptions drawing;
    private readonly string describeQuestion;
    private readonly string compareQuestion;
    private readonly bool allowRemotePictures;

    /// <param name="eyes">Looks at pictures.</param>
    /// <param name="brush">Draws; null: drawing is refused.</param>
    /// <param name="options">How it answers; null: the defaults.</param>
    public ChameleonPlugin(IChatClient eyes, IImageGenerator? brush = null, ChameleonPluginOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(eyes);
        options ??= new ChameleonPluginOptions();
        (this.eyes, this.brush) = (eyes, brush);
        Pictures = options.Pictures ?? new PictureStore();
        (answering, drawing) = (options.Answering.Clone(), CloneOf(options.Drawing));
        (describeQuestion, compareQuestion, allowRemotePictures) = (options.DescribeQuestion, options.CompareQuestion, options.AllowRemotePictures);
        Functions = PluginFunctions.Of(this);
    }

    /// <summary>Pictures that functions name by reference: what was drawn, and what the program adds.</summary>
    public PictureStore Pictures { get; }

    /// <summary>
    /// <c>describe_picture</c>, <c>ask_about_picture</c>, <c>compare_pictures</c> and <c>draw_picture</c>. They return a
    /// string, a <see cref="DrawnPictures"/>, or a <see cref="PluginRefusal"/> where the methods throw: so a model reads what
    /// was wrong and can do better.
    /// </summary>
    public IReadOnlyList<AIFunction> Functions { get; }

    /// <summary>Says what a picture shows.</summary>
    /// <param name="picture">A reference, a data URI or base64.</param>
    /// <param name="cancellationToken">Takes effect within one token.</param>
    /// <exception cref="ChameleonPluginException">It is not answered; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [Description("Says in words what a picture shows.")]
    public Task<string> DescribePictureAsync(
        [Description($"The picture: {PictureHint}")] string picture, CancellationToken cancellationToken = default) =>
        AskAsync([picture], describeQuestion, cancellationToken);

    /// <summary>Answers a question about a picture.</summary>
    /// <param name="picture">A reference, a data URI or base64.</param>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Takes effect within one token.</param>
    /// <exception cref="ChameleonPluginException">It is not answered; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [Description("Answers a question about a picture: what is in it, where, how many, which colour.")]
    public Task<string> AskAboutPictureAsync(
        [Description($"The picture: {PictureHint}")] string picture,
        [Description("The question, in plain words"), StringLength(MaxQuestionLength, MinimumLength = 1)] string question,
        CancellationToken cancellationToken = default) =>
        AskAsync([picture], question, cancellationToken);

    /// <summary>Compares pictures, or answers a question about several at once.</summary>
    /// <param name="pictures">2 to <see cref="MaxPictures"/> references, data URIs or base64 texts, in the order the model shall see them.</param>
    /// <param name="question">The question; null: what they have in common.</param>
    /// <param name="cancellationToken">Takes effect within one token.</param>
    /// <exception cref="ChameleonPluginException">It is not answered; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [Description("Compares two or more pictures, or answers a question about all of them together.")]
    public async Task<string> ComparePicturesAsync(
        [Description($"The pictures, in order, each {PictureHint}"), Length(2, MaxPictures)] IReadOnlyList<string> pictures,
        [Description("What to compare; default: what they have in common"), StringLength(MaxQuestionLength, MinimumLength = 1)] string? question = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        CheckCount(nameof(pictures), pictures.Count, 2, MaxPictures);
        return await AskAsync(pictures, question ?? compareQuestion, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Draws pictures from words, or new ones after given pictures, and keeps them in <see cref="Pictures"/>.</summary>
    /// <param name="prompt">What to draw.</param>
    /// <param name="avoid">What the pictures shall not be.</param>
    /// <param name="originals">Pictures to start from, at most <see cref="MaxPictures"/>.</param>
    /// <param name="count">How many, 1 to <see cref="MaxDrawings"/>.</param>
    /// <param name="seed">Same seed, same pictures; null: new ones each time.</param>
    /// <param name="progress">Told how far it is, on threads of the engine's; needs a <see cref="ChameleonImageGenerator"/>.</param>
    /// <param name="cancellationToken">Takes effect within one token.</param>
    /// <exception cref="ChameleonPluginException">It is not drawn; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [Description("Draws a picture from words. Gives back a reference to each picture, which the other functions take.")]
    public async Task<DrawnPictures> DrawPictureAsync(
        [Description("What to draw, in plain words"), StringLength(MaxPromptLength, MinimumLength = 1)] string prompt,
        [Description("What the picture shall not show"), StringLength(MaxPromptLength)] string? avoid = null,
        [Description($"Pictures to start from, each {PictureHint}"), Length(0, MaxPictures)] IReadOnlyList<string>? originals = null,
        [Description("How many pictures"), Range(1, MaxDrawings)] int count = 1,
        [Description("Same seed, same pictures; leave it out for new ones each time")] long? seed = null,
        IProgress<ImageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        CheckText(nameof(prompt), prompt, MaxPromptLength);
        CheckCount(nameof(avoid), avoid?.Length ?? 0, 0, MaxPromptLength, "characters");
        CheckCount(nameof(originals), originals?.Count ?? 0, 0, MaxPictures);
        if (count is < 1 or > MaxDrawings)
        {
            throw PluginThrow.Range(nameof(count), count, 1, MaxDrawings);
        }

        var painter = brush ?? throw PluginThrow.NoPainter();
        var request = new ImageGenerationRequest(prompt, [.. (originals ?? []).Select(Read)]);
        var options = DrawingOptions(avoid, count, seed, progress);
        var response = await AnswerAsync(() => painter.GenerateAsync(request, options, cancellationToken)).ConfigureAwait(false);
        var pictures = response.Contents.OfType<DataContent>().Where(content => content.HasTopLevelMediaType("image")).ToArray();
        return pictures.Length == 0 ? throw PluginThrow.NoPicture() : new DrawnPictures([.. pictures.Select(picture => Keep(picture, prompt))]);
    }

    private static ImageGenerationOptions CloneOf(ImageGenerationOptions options)
    {
        // Clone of Microsoft.Extensions.AI.Abstractions 10.11 forgets this one.
        var clone = options.Clone();
        clone.StreamingCount = options.StreamingCount;
        return clone;
    }

    private static void CheckText(string name, string text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw PluginThrow.Blank(name);
        }

        CheckCount(name, text.Length, 1, most, "characters");
    }

    private static void CheckCount(string name, int count, int least, int most, string unit = "entries")
    {
        if (count < least || count > most)
        {
            throw PluginThrow.Length(name, count, unit, least, most);
        }
    }

    /// <summary>Runs a client, and turns what it refuses into a sentence.</summary>
    private static async Task<T> AnswerAsync<T>(Func<Task<T>> answer)
    {
        try
        {
            return await answer().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is GenerationException or ImageFormatException or ArgumentException
            or NotSupportedException or InvalidOperationException or HttpRequestException)
        {
            throw PluginThrow.Refused(exception);
        }
    }

    private async Task<string> AskAsync(IReadOnlyList<string> pictures, string question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        CheckText(nameof(question), question, MaxQuestionLength);
        AIContent[] contents = [.. pictures.Select(Read), new TextContent(question)];
        var response = await AnswerAsync(() => eyes.GetResponseAsync([new ChatMessage(ChatRole.User, contents)], answering.Clone(), cancellationToken))
            .ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(response.Text) ? throw PluginThrow.NoAnswer() : response.Text.Trim();
    }

    private AIContent Read(string picture) => PictureArgument.Read(picture ?? throw PluginThrow.Missing("picture"), Pictures, allowRemotePictures);

    private ImageGenerationOptions DrawingOptions(string? avoid, int count, long? seed, IProgress<ImageProgress>? progress)
    {
        var options = CloneOf(drawing);
        options.Count = count;
        options.AdditionalProperties = options.AdditionalProperties?.Clone() ?? [];
        if (!string.IsNullOrEmpty(avoid))
        {
            options.AdditionalProperties[ChameleonOptionNames.NegativePrompt] = avoid;
        }

        if (seed is not null)
        {
            options.AdditionalProperties[ChameleonOptionNames.Seed] = seed;
        }

        if (progress is not null)
        {
            options.RawRepresentationFactory = Following(options.RawRepresentationFactory, progress);
        }

        return options;
    }

    private static Func<IImageGenerator, object?> Following(Func<IImageGenerator, object?>? given, IProgress<ImageProgress> progress) =>
        generator => (given?.Invoke(generator) as ChameleonImageOptions ?? new ChameleonImageOptions()) with { Progress = progress };

    private DrawnPicture Keep(DataContent picture, string prompt)
    {
        var kept = Pictures.Add(picture.Data, picture.MediaType, prompt);
        var seed = picture.AdditionalProperties?.TryGetValue(ChameleonOptionNames.Seed, out long known) == true ? known : (long?)null;
        return new DrawnPicture(kept.Uri, kept.MediaType, seed);
    }
}
