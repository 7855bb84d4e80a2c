using Chameleon.Cli.Answers;
using Chameleon.Cli.Pictures;
using Chameleon.Cli.Terminal;
using Chameleon.Cli.Tests.Pictures;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Tests.Answers;

public class AnswerViewTests
{
    private static readonly GenerationUsage Usage = new(10, 4, 3, 0, TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

    private readonly Shell shell = TestShell.Create();

    [Fact]
    public void Text_flows_and_ends_with_one_line_end()
    {
        var view = View();
        view.Show(new GenerationUpdate.Text(0, "It is ", [1]));
        view.Show(new GenerationUpdate.Text(0, "red.", [2]));
        view.Show(new GenerationUpdate.Text(0, "", [3]));
        view.Show(new GenerationUpdate.Finished(0, FinishReason.Stop, Usage));
        Assert.Equal("It is red.\n", shell.Output());
        Assert.Equal("It is red.", view.Record.Text);
        Assert.Equal([1, 2, 3], view.Record.Tokens);
        Assert.Equal([new PromptPart.Text("It is red.")], view.Record.Parts);
    }

    [Fact]
    public void Pictures_stand_on_lines_of_their_own_between_the_text()
    {
        var view = View();
        view.Show(new GenerationUpdate.Text(0, "Here: ", [1]));
        view.Show(new GenerationUpdate.PictureProgress(0, 0, 1, 4, null));
        Assert.Equal(0.25, view.PictureShare);
        view.Show(new GenerationUpdate.Picture(0, 0, [7, 8], TinyPictures.FourColours));
        view.Show(new GenerationUpdate.Text(0, " That is it.", [2]));
        view.Show(new GenerationUpdate.Finished(0, FinishReason.Stop, Usage));
        Assert.Equal("Here: \n/saved.png\n That is it.\n", shell.Output());
        Assert.Collection(
            view.Record.Parts,
            part => Assert.Equal(new PromptPart.Text("Here:"), part),
            part => Assert.Equal([7, 8], Assert.IsType<PromptPart.PictureCodes>(part).Codes),
            part => Assert.Equal(new PromptPart.Text("That is it."), part));
    }

    [Fact]
    public void A_stopped_answer_ends_its_line_and_keeps_what_there_is()
    {
        var view = View();
        view.Show(new GenerationUpdate.Text(0, "It is", [1]));
        view.Show(new GenerationUpdate.IncompletePicture(0, 0, [1, 2], 4));
        view.Stop();
        Assert.Equal("It is\n", shell.Output());
        Assert.Null(view.Record.End);
        Assert.Equal([new PromptPart.Text("It is")], view.Record.Parts);
    }

    [Fact]
    public void Nothing_leaves_nothing()
    {
        var view = View();
        view.Stop();
        Assert.Empty(shell.Output());
        Assert.Empty(view.Record.Parts);
    }

    private AnswerView View() =>
        new(shell, new PictureScreen(shell.Out, PictureProtocol.None, CellSize.Usual, () => (80, 24), _ => []), _ => "/saved.png", showFiles: true);
}
