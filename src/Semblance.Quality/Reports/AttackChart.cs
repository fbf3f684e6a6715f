using static Semblance.Quality.Reports.Words;

namespace Semblance.Quality.Reports;

/// <summary>How often each column was guessed right of learnt rows and of others, with intervals.</summary>
internal static class AttackChart
{
    public static string Draw(IReadOnlyList<AttributeAttack> attacks)
    {
        const int Width = 340, Label = 112, Right = 12, Row = 22, Top = 6;
        double X(double share) => Label + share * (Width - Label - Right);
        double bottom = Top + attacks.Count * Row;
        var svg = new Svg(Width, bottom + 22, "Share of values guessed right, column by column; the table below has the numbers.");
        for (int quarter = 0; quarter <= 4; quarter++)
        {
            double share = quarter / 4.0;
            svg.Line("grid", X(share), Top, X(share), bottom).Text(quarter == 4 ? "label end" : "label mid", X(share) + (quarter == 4 ? Right : 0), bottom + 16, Text($"{share * 100:0} %"));
        }
        for (int i = 0; i < attacks.Count; i++)
        {
            AttributeAttack attack = attacks[i];
            double y = Top + i * Row;
            svg.Text("label end", Label - 8, y + 15, attack.Column, most: 15)
                .Line("synthetic line", X(attack.SuccessInterval.Low), y + 7, X(attack.SuccessInterval.High), y + 7)
                .Circle("synthetic", X(attack.Success), y + 7, 4, $"{attack.Column}, learnt rows: {Percent(attack.Success)}")
                .Line("real line", X(attack.ControlInterval.Low), y + 15, X(attack.ControlInterval.High), y + 15)
                .Rectangle("real", X(attack.ControlSuccess) - 3.5, y + 11.5, 7, 7, $"{attack.Column}, other rows: {Percent(attack.ControlSuccess)}");
        }
        return svg.ToString();
    }
}
