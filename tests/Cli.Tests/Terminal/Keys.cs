namespace Chameleon.Cli.Tests.Terminal;

/// <summary>Keys as the console reports them.</summary>
internal static class Keys
{
    public static ConsoleKeyInfo Enter { get; } = new('\r', ConsoleKey.Enter, false, false, false);

    public static ConsoleKeyInfo Backspace { get; } = new('\b', ConsoleKey.Backspace, false, false, false);

    public static ConsoleKeyInfo Escape { get; } = new('\e', ConsoleKey.Escape, false, false, false);

    public static ConsoleKeyInfo Of(ConsoleKey key) => new('\0', key, false, false, false);

    public static ConsoleKeyInfo Control(ConsoleKey key) => new((char)(key - ConsoleKey.A + 1), key, false, false, true);

    public static IEnumerable<ConsoleKeyInfo> Type(string text) => text.Select(c => c switch
    {
        '\n' or '\r' => Enter,
        '\e' => Escape,
        _ => new ConsoleKeyInfo(c, ConsoleKey.None, false, false, false),
    });
}
