using Chameleon.Web.Components;

namespace Chameleon.Web.Tests.Components;

public sealed class HomeTests : BunitContext
{
    [Fact]
    public void The_page_says_whose_it_is() => Render<Home>().Find("h1").MarkupMatches("<h1>Chameleon</h1>");
}
