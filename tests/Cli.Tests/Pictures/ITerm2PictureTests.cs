using Chameleon.Cli.Pictures;

namespace Chameleon.Cli.Tests.Pictures;

public class ITerm2PictureTests
{
    [Fact]
    public void A_file_is_written_to_the_byte() => Assert.Equal(
        "\e]1337;File=inline=1;size=3;width=4;height=2;preserveAspectRatio=0;doNotMoveCursor=1:AQID\a",
        ITerm2Picture.Encode([1, 2, 3], new CellBox(4, 2)));
}
