using Chameleon.Cli.CommandLine;

namespace Chameleon.Cli.Tests.CommandLine;

public class FailureReportTests
{
    [Fact]
    public void A_failure_is_one_sentence_without_stack_trace()
    {
        var shell = TestShell.Create();
        FailureReport.Write(new CommandFailure("It broke."), shell);
        Assert.Equal("chameleon: It broke.\n", shell.Complaints());
    }

    [Fact]
    public void An_argument_error_leaves_out_the_programmers_part()
    {
        var shell = TestShell.Create();
        FailureReport.Write(new ArgumentException("Too hot.", "temperature"), shell);
        Assert.Equal("chameleon: Too hot.\n", shell.Complaints());
    }

    [Fact]
    public void A_message_cannot_write_escape_codes()
    {
        var shell = TestShell.Create();
        FailureReport.Write(new IOException("no \e[2J"), shell);
        Assert.Equal("chameleon: no ␛[2J\n", shell.Complaints());
    }

    [Fact]
    public void A_fault_of_ours_says_so_and_how_to_see_more()
    {
        var shell = TestShell.Create();
        FailureReport.Write(new InvalidCastException("oops"), shell);
        Assert.Contains("InvalidCastException: oops", shell.Complaints(), StringComparison.Ordinal);
        Assert.Contains(FailureReport.TraceVariable, shell.Complaints(), StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_says_nothing()
    {
        var shell = TestShell.Create();
        FailureReport.Write(new OperationCanceledException(), shell);
        Assert.Empty(shell.Complaints());
    }

    [Theory]
    [InlineData(typeof(CommandFailure), 1)]
    [InlineData(typeof(OperationCanceledException), 130)]
    [InlineData(typeof(TaskCanceledException), 130)]
    [InlineData(typeof(ArgumentOutOfRangeException), 2)]
    [InlineData(typeof(IOException), 1)]
    [InlineData(typeof(InvalidCastException), 1)]
    public void Each_kind_has_its_exit_code(Type type, int code) => Assert.Equal(
        code,
        FailureReport.ExitCodeOf(type == typeof(CommandFailure) ? new CommandFailure("x") : (Exception)Activator.CreateInstance(type)!));
}
