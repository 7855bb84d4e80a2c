using System.Runtime.InteropServices;

namespace Chameleon.Cli.Terminal;

/// <summary>Ctrl-C (SIGINT). Whoever runs sets <see cref="Handler"/>; an interrupt that nobody handles ends the process.</summary>
internal sealed class Interrupts : IDisposable
{
    private PosixSignalRegistration? registration;

    /// <summary>Called on any thread for each interrupt; false lets the process end.</summary>
    public Func<bool>? Handler { get; set; }

    /// <summary>Starts to listen to the process's signal.</summary>
    public void Listen() =>
        registration ??= PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = Raise());

    /// <summary>Acts as if the user had pressed Ctrl-C.</summary>
    /// <returns>Whether somebody handled it.</returns>
    public bool Raise() => Handler?.Invoke() ?? false;

    /// <inheritdoc/>
    public void Dispose() => registration?.Dispose();
}
