using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Engine;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Chat;

/// <summary>A question that is being put together from lines, dropped files and attached pictures.</summary>
/// <param name="shell">Where paths start from.</param>
/// <param name="engine">Encodes pictures, once each.</param>
internal sealed class ChatQuestion(Shell shell, ChameleonEngine engine)
{
    private readonly List<PromptPart> parts = [];
    private readonly List<string> pictures = [];

    /// <summary>The parts in order.</summary>
    public IReadOnlyList<PromptPart> Parts => parts;

    /// <summary>The files of its pictures.</summary>
    public IReadOnlyList<string> Pictures => pictures;

    /// <summary>Its words.</summary>
    public string Words => PromptReader.Words(parts);

    /// <summary>Reads and encodes the pictures of some pieces and adds all of them.</summary>
    /// <exception cref="CommandFailure">A picture cannot be read; nothing was added.</exception>
    public async Task AddAsync(IReadOnlyList<PromptSegment> segments, CancellationToken cancellationToken)
    {
        var read = new List<PromptPart>();
        foreach (var segment in segments)
        {
            read.Add(segment switch
            {
                PromptSegment.Picture picture => await EncodeAsync(picture.Path, cancellationToken),
                PromptSegment.Text text => new PromptPart.Text(text.Value),
                _ => throw new ArgumentOutOfRangeException(nameof(segments), segment, "Unknown piece."),
            });
        }

        parts.AddRange(read);
        pictures.AddRange(segments.OfType<PromptSegment.Picture>().Select(picture => picture.Path));
    }

    private async Task<PromptPart> EncodeAsync(string path, CancellationToken cancellationToken) => new PromptPart.PictureCodes(
        await engine.EncodeAsync(PictureFile.Read(shell.FullPath(path), cancellationToken), cancellationToken));
}
