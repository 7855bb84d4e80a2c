using System.CommandLine;
using Chameleon.Cli.Chat;
using Chameleon.Cli.CommandLine;

namespace Chameleon.Cli.Tests.CommandLine;

public class PromptArgumentsTests
{
    [Theory]
    [InlineData("hello", "T:hello")]
    [InlineData("--image a.png hello", "P:a.png T:hello")]
    [InlineData("hello --image a.png", "T:hello P:a.png")]
    [InlineData("one -i a.png two -i b.png three", "T:one P:a.png T:two P:b.png T:three")]
    [InlineData("--image=a.png --temperature 0 same same --image same", "P:a.png T:same T:same P:same")]
    [InlineData("0 --temperature 0 0", "T:0 T:0")]
    [InlineData("-", "T:-")]
    [InlineData("-- --image x", "T:--image T:x")]
    [InlineData("@file", "T:@file")]
    [InlineData("", "")]
    public void Text_and_pictures_keep_the_order_of_the_command_line(string line, string expected)
    {
        var arguments = new PromptArguments("text");
        var command = new Command("ask") { new Option<float>("--temperature") };
        arguments.AddTo(command);
        var result = command.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), ChameleonCommandLine.Parsing);
        Assert.Empty(result.Errors);
        Assert.Equal(expected, string.Join(' ', arguments.Read(result).Select(part => part switch
        {
            PromptSegment.Text text => "T:" + text.Value,
            PromptSegment.Picture picture => "P:" + picture.Path,
            _ => "?",
        })));
    }
}
