using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Pictures;

/// <summary>Finds the terminal's way of showing pictures: by the user's word, the environment, or by asking it.</summary>
internal static class PictureScreens
{
    /// <summary>Slow links answer within this; a terminal that never answers costs no more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>The words for <c>--show</c>.</summary>
    public static IReadOnlyDictionary<string, PictureProtocol?> Choices { get; } = new Dictionary<string, PictureProtocol?>
    {
        ["auto"] = null,
        ["kitty"] = PictureProtocol.Kitty,
        ["iterm2"] = PictureProtocol.ITerm2,
        ["sixel"] = PictureProtocol.Sixel,
        ["blocks"] = PictureProtocol.Blocks,
        ["none"] = PictureProtocol.None,
    };

    /// <summary>The screen of a shell; one that shows nothing when the output is no terminal.</summary>
    /// <param name="shell">Where the pictures go.</param>
    /// <param name="choice">One of <see cref="Choices"/>.</param>
    /// <param name="ask">Asks the terminal; <see cref="TerminalQuery.Ask"/> outside of tests.</param>
    public static PictureScreen Open(Shell shell, string choice, Func<string, Func<string, bool>, TimeSpan, string>? ask = null)
    {
        if (!Choices.TryGetValue(choice, out var wanted))
        {
            throw CommandFailure.Usage($"--show knows {string.Join(", ", Choices.Keys)}, not '{choice}'.");
        }

        var protocol = shell.OutIsTerminal ? wanted ?? PictureProtocolDetector.FromEnvironment(shell.Variable) : PictureProtocol.None;
        var reply = new DeviceReply(null, null);
        if (shell.InIsTerminal && protocol is null or PictureProtocol.Sixel)
        {
            reply = DeviceReply.Parse((ask ?? TerminalQuery.Ask)(DeviceReply.Question, DeviceReply.IsComplete, Patience));
        }

        return new PictureScreen(
            shell.Out,
            protocol ?? reply.Protocol ?? PictureProtocolDetector.Blocks(shell.Variable),
            reply.Cell ?? CellSize.Usual,
            shell.Size,
            image => ImageEncoder.Png(image));
    }
}
