using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>
/// Texts with <c>&lt;image&gt;</c> placeholders to ids, id for id as transformers 5's <c>ChameleonProcessor</c>: for
/// parity and for prompts that a program wrote. Control tokens in the text are parsed, so text from a person does not
/// belong here; prompts for generation are lists of parts instead. Thread-safe.
/// </summary>
public sealed class ChameleonProcessor
{
    private const string Placeholder = ChameleonVocabulary.ImageName;

    private readonly BpeTokenizer tokenizer;
    private readonly ChameleonTokens tokens;
    private readonly int imageSeqLength;

    /// <param name="tokenizer">Text to ids.</param>
    /// <param name="tokens">Ids with a role.</param>
    /// <param name="imageSeqLength">Codes of a picture.</param>
    public ChameleonProcessor(BpeTokenizer tokenizer, ChameleonTokens tokens, int imageSeqLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(imageSeqLength);
        (this.tokenizer, this.tokens, this.imageSeqLength) = (tokenizer, tokens, imageSeqLength);
    }

    /// <summary>A batch of texts to rows of ids.</summary>
    /// <param name="texts">One text per row; each <c>&lt;image&gt;</c> stands for one picture.</param>
    /// <param name="pictures">Pictures of the whole batch.</param>
    /// <param name="options">Padding and the like.</param>
    /// <exception cref="ArgumentException">
    /// The pictures are not as many as the placeholders, or cutting a row off would cut a picture in two.
    /// </exception>
    public ChameleonProcessorResult Process(IReadOnlyList<string> texts, int pictures, ChameleonProcessorOptions? options = null)
    {
        options ??= new ChameleonProcessorOptions();
        var pieces = texts.Select(text => text.Split(Placeholder, StringSplitOptions.None)).ToList();
        var placeholders = pieces.Sum(row => row.Length - 1);
        if (placeholders != pictures)
        {
            throw new ArgumentException($"The texts have {placeholders} {Placeholder} placeholders and come with {pictures} pictures; each needs the other.");
        }

        var rows = pieces.ConvertAll(row => Row(row, options));
        var width = PaddedWidth(rows, options);
        return new ChameleonProcessorResult(
            [.. rows.Select(row => Pad(row, tokens.Padding, width, options))],
            [.. rows.Select(row => Pad([.. row.Select(_ => 1)], 0, width, options))],
            [.. rows.Select(row => Pad([.. row.Select(id => IsPicture(id) ? 1 : 0)], 0, width, options))]);
    }

    private static int PaddedWidth(List<int[]> rows, ChameleonProcessorOptions options)
    {
        var width = options.Padding switch
        {
            ChameleonPadding.Longest => rows.Max(row => row.Length),
            ChameleonPadding.MaxLength => options.MaxLength ?? throw new ArgumentException("Padding to the largest length needs MaxLength."),
            _ => 0,
        };
        var multiple = options.PadToMultipleOf ?? 1;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiple);
        return (width + multiple - 1) / multiple * multiple;
    }

    private static int[] Pad(int[] row, int filler, int width, ChameleonProcessorOptions options)
    {
        if (row.Length >= width)
        {
            return row;
        }

        var padded = new int[width];
        Array.Fill(padded, filler);
        row.CopyTo(padded, options.PadRight ? 0 : width - row.Length);
        return padded;
    }

    private bool IsPicture(int id) => id == tokens.Image || id == tokens.BeginOfImage || id == tokens.EndOfImage;

    /// <summary>The begin of sequence, then the pieces with a picture between each two.</summary>
    private int[] Row(string[] pieces, ChameleonProcessorOptions options)
    {
        var ids = new List<int> { tokens.BeginOfSequence };
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i > 0)
            {
                ids.Add(tokens.BeginOfImage);
                ids.AddRange(Enumerable.Repeat(tokens.Image, imageSeqLength));
                ids.Add(tokens.EndOfImage);
            }

            ids.AddRange(tokenizer.Encode(pieces[i], parseSpecialTokens: true));
        }

        if (!options.ForCompletion)
        {
            ids.Add(tokens.EndOfTurn);
        }

        return Truncated(ids, (pieces.Length - 1) * imageSeqLength, options);
    }

    private int[] Truncated(List<int> ids, int placeholders, ChameleonProcessorOptions options)
    {
        if (!options.Truncate || options.MaxLength is not { } length || ids.Count <= length)
        {
            return [.. ids];
        }

        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var kept = ids.Take(length).ToArray();
        var left = kept.Count(id => id == tokens.Image);
        return left == placeholders
            ? kept
            : throw new ArgumentException(
                $"Cut off at {length} of {ids.Count} ids, a row keeps {left} of the {placeholders} ids of its pictures. Raise MaxLength or do not truncate.");
    }
}
