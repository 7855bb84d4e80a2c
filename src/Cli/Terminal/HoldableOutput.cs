using System.Text;

namespace Chameleon.Cli.Terminal;

/// <summary>
/// Output that can be kept back while something else, such as a progress bar, has the screen. Thread-safe.
/// </summary>
/// <param name="inner">Where it goes in the end.</param>
internal sealed class HoldableOutput(TextWriter inner) : TextWriter
{
    private readonly Lock gate = new();
    private StringBuilder? held;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Keeps back what is written from now on.</summary>
    public void Hold()
    {
        lock (gate)
        {
            held ??= new StringBuilder();
        }
    }

    /// <summary>Writes what was kept back, and from now on everything at once.</summary>
    public void Release()
    {
        lock (gate)
        {
            inner.Write(held);
            held = null;
        }
    }

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (gate)
        {
            if (held is null)
            {
                inner.Write(buffer);
            }
            else
            {
                held.Append(buffer);
            }
        }
    }
}
