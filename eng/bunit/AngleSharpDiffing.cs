using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Chameleon.Bunit;

/// <summary>Hands out the AngleSharp.Diffing that the package feed has when bunit asks for a newer one.</summary>
internal static class AngleSharpDiffing
{
    private const string Name = "AngleSharp.Diffing";

    // The runtime asks before any test runs, and nothing of ours runs earlier than this.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void HandOut() => AssemblyLoadContext.Default.Resolving += (context, wanted) => wanted.Name == Name
        ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "bunit", Name + ".dll"))
        : null;
}
