using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Chameleon.Cli.Terminal;

/// <summary>Asks the terminal a question in escape codes and reads what it answers, for a bounded time.</summary>
internal static class TerminalQuery
{
    private const string Device = "/dev/tty";

    /// <summary>Larger than any system's struct termios; its inside is nobody's business here.</summary>
    private const int TermiosBytes = 256;

    private const int ApplyAfterOutput = 1; // TCSADRAIN
    private const short Readable = 1; // POLLIN

    /// <summary>Asks, unless there is no terminal to ask.</summary>
    /// <param name="question">Escape codes.</param>
    /// <param name="isComplete">Whether all that is to come has come.</param>
    /// <param name="patience">Longest wait.</param>
    /// <returns>What came back, perhaps nothing.</returns>
    public static string Ask(string question, Func<string, bool> isComplete, TimeSpan patience)
    {
        if (OperatingSystem.IsWindows())
        {
            return "";
        }

        try
        {
            using var terminal = new FileStream(Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            var handle = terminal.SafeFileHandle;
            var before = new byte[TermiosBytes];
            if (GetAttributes(handle, before) != 0)
            {
                return "";
            }

            var raw = (byte[])before.Clone();
            MakeRaw(raw);
            _ = SetAttributes(handle, ApplyAfterOutput, raw);
            try
            {
                terminal.Write(Encoding.ASCII.GetBytes(question));
                return Read(terminal, isComplete, patience);
            }
            finally
            {
                _ = SetAttributes(handle, ApplyAfterOutput, before);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or DllNotFoundException)
        {
            return "";
        }
    }

    private static string Read(FileStream terminal, Func<string, bool> isComplete, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        var answer = new StringBuilder();
        var bytes = new byte[256];
        var ask = new PollRequest[1];
        while (!isComplete(answer.ToString()) && clock.Elapsed < patience)
        {
            ask[0] = new PollRequest { File = (int)terminal.SafeFileHandle.DangerousGetHandle(), Events = Readable };
            if (Poll(ask, 1, (int)Math.Max(1, (patience - clock.Elapsed).TotalMilliseconds)) <= 0)
            {
                break;
            }

            answer.Append(Encoding.Latin1.GetString(bytes, 0, terminal.Read(bytes)));
        }

        return answer.ToString();
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int File;
        public short Events;
        public short Returned;
    }

    [DllImport("libc", EntryPoint = "tcgetattr")]
    private static extern int GetAttributes(SafeFileHandle file, [Out] byte[] termios);

    [DllImport("libc", EntryPoint = "tcsetattr")]
    private static extern int SetAttributes(SafeFileHandle file, int action, byte[] termios);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    private static extern void MakeRaw([In, Out] byte[] termios);

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll([In, Out] PollRequest[] requests, nuint count, int milliseconds);
}
