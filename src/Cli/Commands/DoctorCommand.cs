using System.CommandLine;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Pictures;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Machine;

namespace Chameleon.Cli.Commands;

/// <summary><c>doctor</c>: what this machine offers, what of it is used, and why not more.</summary>
internal static class DoctorCommand
{
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

            return Task.FromResult(checks.Any(check => check.State == MachineState.Broken) ? ExitCode.Failed : ExitCode.Done);
        });
        return command;
    }

    private static List<MachineCheck> Examine(ParseResult result, Shell shell, GlobalOptions globals) =>
        [.. MachineReport.Examine(), Model(result, shell, globals), Pictures(shell)];

    private static MachineCheck Model(ParseResult result, Shell shell, GlobalOptions globals)
    {
        try
        {
            return new("model", MachineState.Used, globals.FindModel(result, shell));
        }
        catch (CommandFailure failure)
        {
            return new("model", MachineState.Broken, failure.Message);
        }
    }

    private static MachineCheck Pictures(Shell shell)
    {
        if (!shell.OutIsTerminal)
        {
            return new("pictures in the terminal", MachineState.Absent, "standard output is no terminal");
        }

        var protocol = PictureScreens.Open(shell, "auto").Protocol;
        return protocol == PictureProtocol.None
            ? new("pictures in the terminal", MachineState.Absent, $"not with TERM={shell.Variable("TERM")}; pictures are saved only")
            : new("pictures in the terminal", MachineState.Used, Describe(protocol));
    }

    private static string Describe(PictureProtocol protocol) => protocol switch
    {
        PictureProtocol.Kitty => "kitty graphics",
        PictureProtocol.ITerm2 => "iTerm2 inline files",
        PictureProtocol.Sixel => "sixel graphics",
        PictureProtocol.Blocks => "half blocks in true colour",
        _ => "half blocks in 256 colours",
    };

    private static char Sign(MachineCheck check) => check.State switch
    {
        MachineState.Used => '+',
        MachineState.NotUsed => 'o',
        MachineState.Absent => '-',
        _ => '!',
    };

    private static void WriteJson(Shell shell, List<MachineCheck> checks) => shell.WriteJson(writer =>
    {
        writer.WriteStartArray("checks");
        foreach (var check in checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", check.Name);
            writer.WriteString("state", check.State switch
            {
                MachineState.Used => "used",
                MachineState.NotUsed => "not_used",
                MachineState.Absent => "absent",
                _ => "broken",
            });
            writer.WriteString("detail", check.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
