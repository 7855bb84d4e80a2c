using System.CommandLine;
using System.Runtime.InteropServices;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Pictures;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Commands;

/// <summary><c>doctor</c>: what this machine offers, what of it is used, and why not more.</summary>
internal static class DoctorCommand
{
    private static readonly string[] GpuSigns = ["/dev/nvidia0", "/dev/dxg", "/proc/driver/nvidia/version"];

    /// <summary>The command.</summary>
    public static Command Create(Shell shell, GlobalOptions globals)
    {
        var json = CommonFlags.Json();
        var command = new Command("doctor", "Says what this machine offers, what is used, and why not more") { json };
        command.SetAction((result, _) =>
        {
            var checks = Examine(result, shell, globals);
            if (result.GetValue(json))
            {
                WriteJson(shell, checks);
            }
            else
            {
                shell.WriteFacts([.. checks.Select(check => ($"{Sign(check)} {check.Name}", check.Detail))]);
            }

            return Task.FromResult(checks.Any(check => check.State == Finding.Broken) ? ExitCode.Failed : ExitCode.Done);
        });
        return command;
    }

    private enum Finding
    {
        Used,
        NotUsed,
        Absent,
        Broken,
    }

    private sealed record Check(string Name, Finding State, string Detail);

    private static List<Check> Examine(ParseResult result, Shell shell, GlobalOptions globals) =>
    [
        new("system", Finding.Used, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
        new(".NET", Finding.Used, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
        new("processor", Finding.Used, ProcessorName()),
        .. CpuFeatures.Inspect().Select(feature =>
            new Check(feature.Name, feature.Used ? Finding.Used : feature.Offered ? Finding.NotUsed : Finding.Absent, feature.Detail)),
        Gpu(),
        Tried("picture library", ImageLibrary.Describe),
        Tried("model", () => globals.FindModel(result, shell)),
        Pictures(shell),
    ];

    private static string ProcessorName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static Check Gpu() => Array.Find(GpuSigns, File.Exists) is { } sign
        ? new("GPU", Finding.NotUsed, $"there is one ({sign}), but this version computes on the CPU only")
        : new("GPU", Finding.Absent, "none found; this version computes on the CPU only");

    private static Check Pictures(Shell shell)
    {
        if (!shell.OutIsTerminal)
        {
            return new("pictures in the terminal", Finding.Absent, "standard output is no terminal");
        }

        var protocol = PictureScreens.Open(shell, "auto").Protocol;
        return protocol == PictureProtocol.None
            ? new("pictures in the terminal", Finding.Absent, $"not with TERM={shell.Variable("TERM")}; pictures are saved only")
            : new("pictures in the terminal", Finding.Used, Describe(protocol));
    }

    private static string Describe(PictureProtocol protocol) => protocol switch
    {
        PictureProtocol.Kitty => "kitty graphics",
        PictureProtocol.ITerm2 => "iTerm2 inline files",
        PictureProtocol.Sixel => "sixel graphics",
        PictureProtocol.Blocks => "half blocks in true colour",
        _ => "half blocks in 256 colours",
    };

    private static Check Tried(string name, Func<string> examine)
    {
        try
        {
            return new(name, Finding.Used, examine());
        }
        catch (Exception exception) when (exception is DllNotFoundException or CommandFailure)
        {
            return new(name, Finding.Broken, exception.Message);
        }
    }

    private static char Sign(Check check) => check.State switch
    {
        Finding.Used => '+',
        Finding.NotUsed => 'o',
        Finding.Absent => '-',
        _ => '!',
    };

    private static void WriteJson(Shell shell, List<Check> checks) => shell.WriteJson(writer =>
    {
        writer.WriteStartArray("checks");
        foreach (var check in checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", check.Name);
            writer.WriteString("state", check.State switch
            {
                Finding.Used => "used",
                Finding.NotUsed => "not_used",
                Finding.Absent => "absent",
                _ => "broken",
            });
            writer.WriteString("detail", check.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
