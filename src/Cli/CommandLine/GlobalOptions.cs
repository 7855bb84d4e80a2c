using System.CommandLine;

namespace Chameleon.Cli.CommandLine;

/// <summary>Options that every command has.</summary>
internal static class GlobalOptions
{
    /// <summary>The model's folder.</summary>
    public static Option<string?> Model { get; } = new("--model", "-m")
    {
        Description = $"Folder of the model; default: {ModelLocator.Variable}, then the demo model",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Threads to compute with.</summary>
    public static Option<int?> Threads { get; } = new("--threads")
    {
        Description = "Threads to compute with; default: one per core",
        HelpName = "N",
        Recursive = true,
    };

    /// <summary>What computes.</summary>
    public static Option<string> Device { get; } = new("--device")
    {
        Description = "What computes: cpu, or reference (plain loops, slow)",
        HelpName = "NAME",
        Recursive = true,
        DefaultValueFactory = _ => "cpu",
    };
}
