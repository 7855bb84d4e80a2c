using Chameleon.Engine.Checkpoints;

namespace Chameleon.Engine.Tests.Checkpoints;

public class CheckpointExceptionTests
{
    [Fact]
    public void The_message_says_file_tensor_problem_and_way_out()
    {
        var exception = new CheckpointException(
            CheckpointErrorKind.InvalidOffset, "model.safetensors", "norm", "begins at 3, expected 0.", "Download it again.");

        Assert.Equal("model.safetensors: 'norm': begins at 3, expected 0. Download it again.", exception.Message);
        Assert.Equal("norm", exception.TensorName);
    }

    [Fact]
    public void Without_tensor_and_hint_the_message_stays_short() => Assert.Equal(
        "x: empty.", new CheckpointException(CheckpointErrorKind.NotFound, "x", null, "empty.").Message);

    [Theory]
    [InlineData("plain.name", "'plain.name'")]
    [InlineData("", "''")]
    [InlineData("a\nb\u001b[2J", "'a\uFFFDb\uFFFD[2J'")]
    [InlineData("😀", "'\uFFFD\uFFFD'")]
    public void Names_from_files_are_quoted_without_controls(string name, string quoted) =>
        Assert.Equal(quoted, CheckpointException.Quote(name));

    [Fact]
    public void Long_names_are_cut() => Assert.Equal(
        $"'{new string('x', 200)}…'", CheckpointException.Quote(new string('x', 100_000)));
}
