using Chameleon.Cli.Pictures;

namespace Chameleon.Cli.Tests.Pictures;

public class DeviceReplyTests
{
    [Theory]
    [InlineData("\e_Gi=31;OK\e\\\e[6;20;10t\e[?62;4c", PictureProtocol.Kitty, 10, 20)]
    [InlineData("\e[6;18;9t\e[?62;4;22c", PictureProtocol.Sixel, 9, 18)]
    [InlineData("\e[?4c", PictureProtocol.Sixel, null, null)]
    [InlineData("\e_Gi=31;ENOTSUP\e\\\e[?1;2c", null, null, null)]
    [InlineData("\e[?64;14;24c", null, null, null)]
    [InlineData("\e[6;0;0t\e[?4c", PictureProtocol.Sixel, null, null)]
    [InlineData("\e[6;99999999999;7t\e[?1c", null, null, null)]
    [InlineData("", null, null, null)]
    [InlineData("rubbish\e[?", null, null, null)]
    public void What_a_terminal_answers_is_read(string text, object? protocol, int? width, int? height)
    {
        var reply = DeviceReply.Parse(text);
        Assert.Equal((PictureProtocol?)protocol, reply.Protocol);
        Assert.Equal((width, height), (reply.Cell?.Width, reply.Cell?.Height));
    }

    [Fact]
    public void The_device_attributes_end_the_wait()
    {
        Assert.False(DeviceReply.IsComplete("\e_Gi=31;OK\e\\\e[6;20;10t\e[?6"));
        Assert.True(DeviceReply.IsComplete("\e_Gi=31;OK\e\\\e[6;20;10t\e[?6c"));
    }
}
