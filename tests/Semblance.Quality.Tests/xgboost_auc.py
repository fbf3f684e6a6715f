"""Prints one AUC per fold: python3 xgboost_auc.py FILE FOLDS

FILE is a CSV whose columns are named n... (numbers) and c... (categories), then label (0 or 1) and fold (0, 1, ...). For each of the
first FOLDS folds, boosted trees with the library's defaults are trained on the other rows and scored on the fold's.
"""

import sys

import pandas
import xgboost

table = pandas.read_csv(sys.argv[1])
label, fold = table.pop("label"), table.pop("fold")
inputs = pandas.get_dummies(table, columns=[name for name in table.columns if name.startswith("c")]).astype("float32")
for test in range(int(sys.argv[2])):
    rows = fold == test
    model = xgboost.train(
        {"objective": "binary:logistic", "tree_method": "hist", "max_bin": 256, "base_score": 0.5, "nthread": 2},
        xgboost.DMatrix(inputs[~rows], label[~rows]),
        num_boost_round=100,
    )
    ranks = pandas.Series(model.predict(xgboost.DMatrix(inputs[rows]))).rank()
    positive = label[rows].to_numpy() == 1
    count = positive.sum()
    print((ranks[positive].sum() - count * (count + 1) / 2) / (count * (len(positive) - count)))
