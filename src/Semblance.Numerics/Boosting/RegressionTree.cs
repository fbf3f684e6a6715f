namespace Semblance.Numerics.Boosting;

/// <summary>A node of a <see cref="RegressionTree"/>: a split, or a leaf if <see cref="Left"/> is 0.</summary>
/// <param name="Column">The column that is split on.</param>
/// <param name="Code">Numeric columns: codes up to this go left. Categorical columns: this level alone goes right.</param>
/// <param name="MissingCode">Numeric columns: the code of a missing value. Categorical columns: -1.</param>
/// <param name="MissingLeft">Numeric columns: whether missing values go left.</param>
/// <param name="Left">The left child's position; the right child follows it. 0 for a leaf.</param>
/// <param name="Weight">A leaf's contribution to the prediction, learning rate included.</param>
internal readonly record struct TreeNode(int Column, int Code, int MissingCode, bool MissingLeft, int Left, double Weight)
{
    public bool GoesRight(int code) => MissingCode < 0
        ? code == Code
        : code == MissingCode ? !MissingLeft : code > Code;
}

/// <summary>A binary tree over coded columns, root first.</summary>
internal sealed class RegressionTree(TreeNode[] nodes)
{
    /// <summary>Adds the tree's weight to the margin of each row, from <paramref name="firstRow"/> on.</summary>
    public void AddTo(CodeColumn[] columns, int firstRow, Span<double> margins)
    {
        for (int i = 0; i < margins.Length; i++)
        {
            ref readonly TreeNode node = ref nodes[0];
            while (node.Left != 0)
            {
                node = ref nodes[node.Left + (node.GoesRight(columns[node.Column][firstRow + i]) ? 1 : 0)];
            }
            margins[i] += node.Weight;
        }
    }
}
